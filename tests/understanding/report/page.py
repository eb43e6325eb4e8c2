"""The report as one page that needs nothing but itself. Pure, but for its style sheet beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

from tests.understanding.entities import EntityError, EntityScore
from tests.understanding.report import confusion, histogram
from tests.understanding.report.answers import Answer
from tests.understanding.report.figures import Figure, errors_in
from tests.understanding.report.measuring import STALE, Measured
from tests.understanding.report.sentences import Group

_STYLE = Path(__file__).with_name("page.css")
_WITH_AIMS = 4  # of the figures
_STATES = {True: ("reached", "✓ reached"), False: ("missed", "✗ missed"), None: ("", "")}

_INTRODUCTION = """What the trained models make of sentences that they were not trained with, written by people who had
not seen the training data. “Rejected” means: the bot says that it did not understand, or that it is not for this."""


def page_of(all_measured: Sequence[Measured]) -> str:
    """The whole page."""
    links = " ".join(f'<a href="#{escape(each.bot.id)}">{escape(each.bot.title)}</a>' for each in all_measured)
    sections = "\n".join(_section(each) for each in all_measured)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>How well the bots understand</title>
<style>
{_STYLE.read_text(encoding="utf-8")}</style>
</head>
<body><main>
<h1>How well the bots understand</h1>
<p>{_INTRODUCTION}</p>
<nav>{links}</nav>
{sections}
</main></body>
</html>
"""


def _section(measured: Measured) -> str:
    figures = measured.figures.all()
    hashes = f"sentences <code>{measured.sentences_hash}</code>, training data <code>{measured.training_hash}</code>"
    return f"""<section id="{escape(measured.bot.id)}">
<h2>{escape(measured.bot.title)}</h2>
<p class="pale">{len(measured.answers)} sentences; {hashes}{"" if measured.is_current else f"<br>{escape(STALE)}"}</p>
<div class="tiles">{"".join(map(_tile, figures[:_WITH_AIMS]))}</div>
<div class="tiles minor">{"".join(map(_tile, figures[_WITH_AIMS:]))}</div>
{_confusion(measured.answers)}
{_histogram(measured.answers)}
{_errors(measured)}
{_entities(measured.entities)}
</section>"""


def _tile(figure: Figure) -> str:
    kind, state = _STATES[figure.is_reached]
    mark = f'<i style="left:{figure.aim.share:.1%}"></i>' if figure.aim else ""
    aim = f'aim: {figure.aim} <span class="state">{state}</span><br>' if figure.aim else ""
    value = f"{figure.share:.1%}" if figure.whole else "–"
    return (
        f'<div class="tile {kind}"><div class="name">{escape(figure.name)}</div><div class="value">{value}</div>'
        f'<div class="meter"><span style="width:{figure.share:.1%}"></span>{mark}</div>'
        f'<div class="pale">{aim}{figure.part} of {figure.whole}</div></div>'
    )


def _confusion(answers: Sequence[Answer]) -> str:
    whole = confusion.confusion_of(answers)
    with_errors = whole.with_errors_only()
    picture = (
        f'<div class="scroll">{confusion.draw(with_errors, large=True)}</div>'
        if with_errors.rows
        else "<p>There are no errors to show.</p>"
    )
    return f"""<div class="card"><h3>What is taken for what</h3>
<p class="pale">A row is what was meant, a column what the bot made of it. Only rows with errors.</p>
{picture}
<details><summary>All intents</summary><div class="scroll">{confusion.draw(whole, large=False)}</div></details></div>"""


def _histogram(answers: Sequence[Answer]) -> str:
    return f"""<div class="card"><h3>How sure it is</h3>
<p class="pale">Each row has a scale of its own. What is said wrong with high confidence is what hurts.</p>
{histogram.draw(histogram.confidences(answers))}</div>"""


_GROUPS: tuple[tuple[str, Callable[[Answer], bool]], ...] = (
    ("Own sentences, another intent", lambda each: each.sentence.group is Group.OWN and not each.is_rejected),
    ("Own sentences, rejected", lambda each: each.sentence.group is Group.OWN and each.is_rejected),
    ("Wishes for the other bot that were not noticed", lambda each: each.sentence.group is Group.OTHER_BOT),
    ("Near misses that were not rejected", lambda each: each.sentence.group is Group.NEAR_MISS),
    ("Foreign sentences that were not rejected", lambda each: each.sentence.group is Group.FOREIGN),
)


def _errors(measured: Measured) -> str:
    wrong = errors_in(measured.answers)
    groups = [(title, [each for each in wrong if belongs(each)]) for title, belongs in _GROUPS]
    tables = "\n".join(_group(title, some, measured.firing) for title, some in groups if some)
    return f'<div class="card"><h3>Every error</h3>{tables or "<p>None.</p>"}</div>'


def _group(title: str, some: Sequence[Answer], firing: frozenset[str]) -> str:
    rows = "".join(_error(each, firing) for each in some)
    return f"""<details open><summary>{escape(title)}: {len(some)}</summary><div class="scroll"><table>
<tr><th>sentence</th><th>expected</th><th>got</th><th class="number">sure</th></tr>{rows}</table></div></details>"""


def _error(answer: Answer, firing: frozenset[str]) -> str:
    sentence = answer.sentence
    expected = sentence.expected + (f", {sentence.topic}" if sentence.topic else "")
    got = answer.intent + (f", {answer.topic}" if answer.topic else "")
    if answer.guess != answer.intent:
        got += f" (likeliest: {answer.guess})"
    fires = answer.intent in firing and sentence.group in (Group.NEAR_MISS, Group.FOREIGN)
    mark = ' <span class="fires">begins something</span>' if fires else ""
    return (
        f'<tr><td class="said">{escape(sentence.text)}</td><td><code>{escape(expected)}</code></td>'
        f'<td><code>{escape(got)}</code>{mark}</td><td class="number">{answer.confidence:.0%}</td></tr>'
    )


def _entities(scores: Sequence[EntityScore]) -> str:
    if not scores:
        return ""
    rows = "".join(
        f'<tr><td><code>{escape(each.kind)}</code></td><td class="number">{each.right + each.missed}</td>'
        f'<td class="number">{each.precision:.1%}</td><td class="number">{each.recall:.1%}</td></tr>'
        for each in scores
    )
    wrong = "".join(_entity_error(score.kind, error) for score in scores for error in score.errors)
    errors = (
        f"""<details open><summary>Errors</summary><div class="scroll"><table>
<tr><th>sentence</th><th>kind</th><th>expected</th><th>read</th></tr>{wrong}</table></div></details>"""
        if wrong
        else "<p class='pale'>No errors.</p>"
    )
    return f"""<div class="card"><h3>What is named</h3>
<p class="pale">Names, amounts and the like, read by the forms of the skills in sentences of their own.</p>
<div class="scroll"><table><tr><th>kind</th><th class="number">said</th><th class="number">precision</th>
<th class="number">recall</th></tr>{rows}</table></div>{errors}</div>"""


def _entity_error(kind: str, error: EntityError) -> str:
    expected, read = (f"<code>{escape(each)}</code>" if each else "nothing" for each in (error.expected, error.read))
    said = f'<td class="said">{escape(error.said)}</td>'
    return f"<tr>{said}<td><code>{escape(kind)}</code></td><td>{expected}</td><td>{read}</td></tr>"
