"""A bot's stories as a picture: a card per skill, from what is said to what is done. Pure."""

from __future__ import annotations

from tools.graphs.stories import Answers, FormSkill, Stories
from tools.graphs.svg import LETTER, arrow, box, label, picture

WIDTH, MARGIN, GAP = 960, 24, 16
_TOP = 112
_HEAD = 44  # of a card, above its first box
_PAD = 18
_ROW, _PILL = 34, 26
_WISHES, _FORM, _DONE = (18, 205), (332, 262), (702, 192)  # x and width within a card of a form
_SLOT, _FORM_HEAD = 22, 34
_HALF = (WIDTH - 2 * MARGIN - GAP) / 2


def draw(stories: Stories) -> str:
    """The file's content."""
    parts, bottom = [_header(stories)], float(_TOP)
    for skill in stories.skills:
        parts.append(_skill(skill, bottom))
        bottom += _skill_height(skill) + GAP
    columns = [bottom, bottom]
    for answers in sorted(stories.answers, key=lambda each: -len(each.pairs)):
        if answers.pairs:
            side = columns.index(min(columns))
            parts.append(_answers(answers, MARGIN + side * (_HALF + GAP), columns[side]))
            columns[side] += _answers_height(answers) + GAP
    height = max(columns) - GAP + MARGIN
    return picture(WIDTH, height, f"{stories.bot}: what it does", parts, f"rules {stories.content_hash}")


def _header(stories: Stories) -> str:
    legend = (("wish", "what is said (an intent)"), ("form", "a form asks for what is missing"))
    legend += (("ask", "a yes is needed"), ("done", "what is done or said"))
    parts, across = [label(stories.bot, MARGIN, 40, "title")], float(MARGIN)
    for kind, told in legend:
        parts += [box(kind, across, 70, 18, 18, round_by=5), label(told, across + 26, 79, "small pale")]
        across += 62 + len(told) * 5.9
    return "\n".join(parts)


def _form_height(skill: FormSkill) -> float:
    return _FORM_HEAD + _SLOT * len(skill.slots) + 8


def _skill_height(skill: FormSkill) -> float:
    boxes = max(_ROW * len(skill.intents), _ROW * len(skill.actions), _form_height(skill))
    return _HEAD + boxes + _PAD


def _skill(skill: FormSkill, top: float) -> str:
    height = _skill_height(skill)
    middle = top + _HEAD + (height - _HEAD - _PAD) / 2
    card = [box("card", MARGIN, top, WIDTH - 2 * MARGIN, height, round_by=12), _name(skill.name, MARGIN, top)]
    form_x, done_x = MARGIN + _FORM[0], MARGIN + _DONE[0]
    for place, intent in enumerate(skill.intents):
        y = _spread(place, len(skill.intents), middle)
        card += [_pill("wish", intent, MARGIN + _WISHES[0], y, _WISHES[1])]
        card += [arrow(MARGIN + sum(_WISHES), y, form_x, _spread(place, len(skill.intents), middle, 12))]
    card.append(_form(skill, form_x, middle - _form_height(skill) / 2))
    for place, action in enumerate(skill.actions):
        y = _spread(place, len(skill.actions), middle)
        card += [arrow(form_x + _FORM[1], middle, done_x, y), _pill("done", action, done_x, y, _DONE[1])]
    return "\n".join(card)


def _spread(place: int, count: int, middle: float, step: float = _ROW) -> float:
    """The middle of one of `count` things that stand above each other."""
    return middle + (place - (count - 1) / 2) * step


def _form(skill: FormSkill, x: float, top: float) -> str:
    parts = [box("form", x, top, _FORM[1], _form_height(skill)), label(skill.form, x + 14, top + 18, "name strong")]
    for place, slot in enumerate(skill.slots):
        y = top + _FORM_HEAD + _SLOT * (place + 0.5)
        if slot.endswith("_confirmed"):
            parts.append(box("ask", x + 8, y - _SLOT / 2 + 1, _FORM[1] - 16, _SLOT - 2, round_by=6))
        parts += [label(str(place + 1), x + 27, y, "small pale", anchor="end"), label(slot, x + 36, y, "name")]
    return "\n".join(parts)


def _answers_height(answers: Answers) -> float:
    return _HEAD + _ROW * len(answers.pairs) + _PAD - (_ROW - _PILL)


def _answers(answers: Answers, x: float, top: float) -> str:
    parts = [box("card", x, top, _HALF, _answers_height(answers), round_by=12), _name(answers.name, x, top)]
    wishes, done = x + _PAD, x + _HALF - _PAD - _ANSWER
    for place, (intent, actions) in enumerate(answers.pairs):
        y = top + _HEAD + _ROW * place + _PILL / 2
        parts += [_pill("wish", intent, wishes, y, _WISH), arrow(wishes + _WISH, y, done, y)]
        parts.append(_pill("done", ", ".join(actions), done, y, _ANSWER))
    return "\n".join(parts)


_WISH, _ANSWER = 177, 206


def _pill(kind: str, name: str, x: float, middle: float, width: float) -> str:
    size = "name" if len(name) * LETTER + 14 <= width else "name small"
    round_by = _PILL / 2 if kind == "wish" else 6
    parts = box(kind, x, middle - _PILL / 2, width, _PILL, round_by=round_by)
    return parts + label(name, x + width / 2, middle, size, anchor="middle")


def _name(name: str, x: float, top: float) -> str:
    return label(name, x + _PAD, top + 23, "strong")
