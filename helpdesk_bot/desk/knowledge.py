"""The knowledge base: a few steps for each common problem, one YAML file per problem.

    title: Outlook crashes           # becomes the incident's title
    category: email                  # a value of Category
    words: [crash, outlook freez]    # left out in the one general article of a category
    steps:                           # shown in this order
      - Close Outlook and open it again.
    requests: true                   # optional: also for somebody who asks for something new and to whom nothing broke
    danger: ['\\bsmok(e|ing)\\b']     # instead of words: what must not be met with repair steps, as regular expressions

A word is found at the beginning of the words of a text: "crash" is in "crashes" and in "Crashed". Several words in one
entry count when all of them are in the text, in any order: "mailbox full" is in "My mailbox seems to be full".

An article with `danger` comes before all others, in every category, as soon as one of its expressions is found in the
text in lower case, without accents and apostrophes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml

from .errors import DeskError
from .incident import TITLE_LIMIT, Category
from .new_things import asks_for_something_new

_Read = TypeVar("_Read")

STEP_LIMIT = 300

# Expressions with gaps can take long in long texts.
_DANGER_COMES_EARLY = 1000

_REQUIRED = ("title", "category", "steps")
_KEYS = frozenset((*_REQUIRED, "words", "requests", "danger"))


class KnowledgeError(DeskError):
    """The knowledge base cannot be read; the text is one sentence that names the file, and the key if it is one."""


@dataclass(frozen=True)
class Article:
    """Steps that solve a problem often enough to be worth a try, or that keep it from getting worse (`danger`).

    `name` is the file's name. `requests`: it also helps somebody who asks for something new.
    """

    name: str
    title: str
    category: Category
    words: tuple[str, ...]
    steps: tuple[str, ...]
    requests: bool = False
    danger: tuple[re.Pattern[str], ...] = ()

    @property
    def is_general(self) -> bool:
        """Whether it is for everything in its category for which there is nothing better."""
        return not self.words and not self.danger


@dataclass(frozen=True)
class KnowledgeBase:
    """All articles, by name."""

    articles: tuple[Article, ...]

    @classmethod
    def read(cls, folder: Path) -> KnowledgeBase:
        """Read all `*.yml` files of the folder. Raises KnowledgeError for anything that is not exactly as it should be.

        It reads the files every time; a caller that asks often keeps the result.
        """
        misnamed = sorted(folder.glob("*.yaml"))
        if misnamed:
            raise KnowledgeError(f"{misnamed[0]}: the name of an article ends in .yml.")
        paths = sorted(folder.glob("*.yml"))
        if not paths:
            raise KnowledgeError(f"{folder}: there are no articles (*.yml).")
        articles = tuple(_read_article(path) for path in paths)
        _refuse_two_general_ones(folder, articles)
        return cls(articles)

    def named(self, name: str) -> Article | None:
        """The article of this name, or None."""
        return next((article for article in self.articles if article.name == name), None)

    def find(self, text: str, category: Category | None) -> Article | None:
        """The article that fits the text best, or None.

        With a category: the one of its articles with most words in the text, else its general one. Without: the one
        with most words, unless articles of two categories are equal in that. Among equals the first by name.
        Before all of them comes the first article of a danger that the text speaks of. Who asks for something new
        ("I need a second screen") gets only what is made for requests: steps to repair it would be no help.
        """
        plain = _plain(text)
        for article in self.articles:
            if any(danger.search(plain, 0, _DANGER_COMES_EARLY) for danger in article.danger):
                return article
        words = _words(text)
        asks = asks_for_something_new(text)
        fitting = (article for article in self.articles if not article.danger and (article.requests or not asks))
        scores = {article: _score(article, words) for article in fitting if category in (None, article.category)}
        most = max(scores.values(), default=0)
        if most == 0:
            return next((article for article in scores if category and article.is_general), None)
        best = [article for article, score in scores.items() if score == most]
        return best[0] if len({article.category for article in best}) == 1 else None


def _score(article: Article, words: frozenset[str]) -> int:
    found: set[str] = set()
    for entry in article.words:
        beginnings = _words(entry)
        if all(any(word.startswith(beginning) for word in words) for beginning in beginnings):
            found |= beginnings
    return len(found)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", _plain(text)))


def _plain(text: str) -> str:
    """The text without case, accents and apostrophes."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter) and letter not in "'’")


class _StrictLoader(yaml.SafeLoader):
    """Refuses a key that is there twice, of which YAML readers silently keep the last."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(None, None, f'"{key}" is there twice', node.start_mark)
        return super().construct_mapping(node, deep)


def _read_article(path: Path) -> Article:
    content = _load(path)
    for key in content:
        if key not in _KEYS:
            raise KnowledgeError(f'{path}: "{key}" is not a key of an article ({", ".join(sorted(_KEYS))}).')
    for key in _REQUIRED:
        if key not in content:
            raise KnowledgeError(f'{path}: "{key}" is missing.')
    if "words" in content and "danger" in content:
        raise KnowledgeError(f'{path}: an article has either "words" or "danger".')
    return Article(
        path.stem,
        _text(path, "title", content["title"], TITLE_LIMIT),
        _category(path, content["category"]),
        _list(path, "words", content["words"], _word) if "words" in content else (),
        _list(path, "steps", content["steps"], _step),
        _flag(path, "requests", content.get("requests", False)),
        _list(path, "danger", content["danger"], _expression) if "danger" in content else (),
    )


def _load(path: Path) -> Mapping[Any, Any]:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_StrictLoader)
    except OSError as error:
        raise KnowledgeError(f"{path}: the file cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise KnowledgeError(f"{path}: the file is not UTF-8.") from error
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date such as 2026-02-31
        raise KnowledgeError(f"{path}: this is no YAML ({' '.join(str(error).split())}).") from error
    if not isinstance(content, dict):
        raise KnowledgeError(f"{path}: an article has the keys {', '.join(_REQUIRED)}.")
    return content


def _text(path: Path, key: str, value: object, limit: int) -> str:
    if not isinstance(value, str) or not value.strip():
        raise KnowledgeError(f'{path}: "{key}" holds something that is not a text: {value!r:.60}.')
    text = value.strip()
    if len(text.splitlines()) > 1:
        raise KnowledgeError(f'{path}: "{key}" holds a text of several lines.')
    if len(text) > limit:
        raise KnowledgeError(f'{path}: "{key}" holds a text of {len(text)} characters; {limit} are allowed.')
    return text


def _step(path: Path, value: object) -> str:
    return _text(path, "steps", value, STEP_LIMIT)


def _word(path: Path, value: object) -> str:
    word = _text(path, "words", value, STEP_LIMIT)
    if not _words(word):
        raise KnowledgeError(f'{path}: "words" holds something without letters: {word!r}.')
    return word


def _expression(path: Path, value: object) -> re.Pattern[str]:
    expression = _text(path, "danger", value, STEP_LIMIT)
    try:
        return re.compile(expression)
    except re.error as error:
        raise KnowledgeError(f'{path}: "danger" holds no regular expression ({error}): {expression}') from error


def _flag(path: Path, key: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise KnowledgeError(f'{path}: "{key}" is {value!r:.60}; it has to be true or false.')
    return value


def _list(path: Path, key: str, value: object, read: Callable[[Path, object], _Read]) -> tuple[_Read, ...]:
    if not isinstance(value, list):
        raise KnowledgeError(f'{path}: "{key}" is not a list.')
    if not value:
        raise KnowledgeError(f'{path}: "{key}" is empty.')
    return tuple(read(path, item) for item in value)


def _category(path: Path, value: object) -> Category:
    try:
        return Category(value)
    except ValueError as error:
        known = ", ".join(category.value for category in Category)
        raise KnowledgeError(f'{path}: "category" is {value!r:.60}; it has to be one of {known}.') from error


def _refuse_two_general_ones(folder: Path, articles: tuple[Article, ...]) -> None:
    general: dict[Category, Article] = {}
    for article in articles:
        if not article.is_general:
            continue
        other = general.setdefault(article.category, article)
        if other is not article:
            raise KnowledgeError(
                f'{folder / article.name}.yml: "words" is missing, and {other.name}.yml is the general article of '
                f"{article.category.value} already."
            )
