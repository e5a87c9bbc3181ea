"""Reads and writes playbooks: YAML, or a text file with a statement a line.

Every fault is told with its line and column, counted from 1. Values are read as text, so that ``no``
and ``12.10`` stay what they are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml

from engine.consistency.playbook import ANY, Playbook, PlaybookStatement, Words
from engine.encodings import decode
from engine.errors import UserError
from engine.paths import resource_path
from engine.types import Label, Severity

PLAYBOOK_SUFFIXES = (".yaml", ".yml", ".txt")
EXPECTED = {
    "supports": Label.ENTAILMENT,
    "contradicts": Label.CONTRADICTION,
    "not mentioned": Label.NEUTRAL,
}
SEVERITIES = {"low": Severity.LOW, "medium": Severity.MEDIUM, "high": Severity.HIGH}

_T = TypeVar("_T")
_LARGEST = 2_000_000
_MOST_USUAL = 3.0
_TOP = ("title", "statements")
_KEYS = ("id", "statement", "opposite", "expect", "severity", "advice", "keywords", "usual")
_LANGUAGES = ("en", "zh")
_WRITTEN = {label: word for word, label in EXPECTED.items()}
_RANKS = {severity: word for word, severity in SEVERITIES.items()}


def built_in_playbooks(folder: Path | None = None) -> list[Playbook]:
    """The playbooks that come with the program, by name."""
    listed = sorted((folder or resource_path("playbooks")).glob("*.yaml"))
    return [read_playbook(path) for path in listed]


def find_playbook(name: str) -> Playbook:
    """A built-in playbook by its name (``nda``), or the file that ``name`` leads to.

    Raises ``UserError`` (``playbook_unknown`` and those of :func:`read_playbook`).
    """
    path = Path(name)
    if path.suffix.lower() in PLAYBOOK_SUFFIXES or path.exists():
        return read_playbook(path)
    own = resource_path("playbooks") / f"{name}.yaml"
    if own.is_file():
        return read_playbook(own)
    known = ", ".join(one.name for one in built_in_playbooks())
    raise UserError("playbook_unknown", name=name, known=known)


def read_playbook(path: Path) -> Playbook:
    """The playbook in a file. Raises ``UserError`` (``playbook_unreadable``, ``playbook_syntax``,
    ``playbook_key``, ``playbook_value``, ``playbook_lacks``, ``playbook_twice``, ``playbook_empty``)."""
    try:
        if path.stat().st_size > _LARGEST:
            raise UserError("playbook_large", path=str(path), most=_LARGEST // 1_000_000)
        text = decode(path.read_bytes()).text
    except OSError as error:
        raise UserError("playbook_unreadable", path=str(path)) from error
    return parse_playbook(text, path)


def parse_playbook(text: str, path: Path) -> Playbook:
    """The playbook that ``text`` is; ``path`` gives its name, its format and what errors name."""
    if path.suffix.lower() == ".txt":
        return _plain(text, path)
    return _Parser(path).playbook(text)


def playbook_text(playbook: Playbook) -> str:
    """A playbook as YAML that :func:`parse_playbook` reads back as it was."""
    listed = [_as_plain(statement) for statement in playbook.statements]
    whole = {"title": _words(playbook.title), "statements": listed}
    return str(yaml.safe_dump(whole, allow_unicode=True, sort_keys=False, width=100))


def _plain(text: str, path: Path) -> Playbook:
    """A statement a line; lines that start with ``#`` say nothing."""
    lines = ((n, line.strip()) for n, line in enumerate(text.splitlines(), 1))
    statements = tuple(
        PlaybookStatement(f"line-{n}", {ANY: line}) for n, line in lines if line and line[0] != "#"
    )
    if not statements:
        raise UserError("playbook_empty", path=str(path))
    return Playbook(path.stem, {ANY: path.stem}, statements)


class _Parser:
    """Walks the nodes of a YAML file, each of which knows its line and column."""

    def __init__(self, path: Path) -> None:
        self._path = str(path)
        self._name = path.stem

    def playbook(self, text: str) -> Playbook:
        root = self._composed(text)
        fields = self._mapping(root, _TOP)
        title = self._words(fields["title"]) if "title" in fields else {ANY: self._name}
        listed = fields.get("statements")
        if listed is None or not isinstance(listed, yaml.SequenceNode) or not listed.value:
            raise UserError("playbook_empty", path=self._path)
        statements = tuple(self._statement(node, n) for n, node in enumerate(listed.value, 1))
        self._all_different(statements, listed)
        return Playbook(self._name, title, statements)

    def _composed(self, text: str) -> yaml.Node:
        try:
            root = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            raise self._fault(
                "playbook_syntax", error.problem_mark or error.context_mark
            ) from error
        except (yaml.YAMLError, RecursionError) as error:
            line, column = _place_of_character(text, error)
            raise UserError("playbook_syntax", path=self._path, line=line, column=column) from error
        if root is None:
            raise UserError("playbook_empty", path=self._path)
        return root

    def _statement(self, node: yaml.Node, number: int) -> PlaybookStatement:
        if isinstance(node, yaml.ScalarNode):
            return PlaybookStatement(str(number), self._words(node))
        fields = self._mapping(node, _KEYS)
        if "statement" not in fields:
            raise self._fault("playbook_lacks", node.start_mark, key="statement")
        own = self._text(fields["id"]) if "id" in fields else str(number)
        allowed: tuple[Label, ...] = (Label.ENTAILMENT,)
        if "expect" in fields:
            allowed = tuple(self._choice(one, EXPECTED) for one in self._several(fields["expect"]))
        severity = Severity.MEDIUM
        if "severity" in fields:
            severity = self._choice(fields["severity"], SEVERITIES)
        return PlaybookStatement(
            own,
            self._words(fields["statement"]),
            allowed,
            severity,
            self._optional(fields, "advice"),
            self._optional(fields, "opposite"),
            self._keywords(fields["keywords"]) if "keywords" in fields else {},
            self._usual(fields["usual"]) if "usual" in fields else (0.0, 0.0),
        )

    def _mapping(self, node: yaml.Node, keys: tuple[str, ...]) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            raise self._fault("playbook_shape", node.start_mark, keys=", ".join(keys))
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = self._text(key)
            if name not in keys:
                known = ", ".join(keys)
                raise self._fault("playbook_key", key.start_mark, key=name, known=known)
            if name in found:
                raise self._fault("playbook_twice", key.start_mark, key=name)
            found[name] = value
        return found

    def _optional(self, fields: Mapping[str, yaml.Node], key: str) -> Words:
        return self._words(fields[key]) if key in fields else {}

    def _words(self, node: yaml.Node) -> Words:
        """A text, or one a language."""
        if isinstance(node, yaml.MappingNode):
            fields = self._mapping(node, _LANGUAGES)
            return {language: self._text(value) for language, value in fields.items()}
        return {ANY: self._text(node)}

    def _keywords(self, node: yaml.Node) -> Mapping[str, tuple[str, ...]]:
        if isinstance(node, yaml.MappingNode):
            fields = self._mapping(node, _LANGUAGES)
            return {language: self._list(value) for language, value in fields.items()}
        return {ANY: self._list(node)}

    def _usual(self, node: yaml.Node) -> tuple[float, float]:
        """Two log-odds, of no more than :data:`_MOST_USUAL` each."""
        try:
            support, contradiction = (float(self._text(one)) for one in self._several(node))
            if not math.isfinite(support + contradiction):
                raise ValueError
        except ValueError as error:
            raise self._fault(
                "playbook_value", node.start_mark, value="usual", known="[0.0, 0.0]"
            ) from error
        held = (max(-_MOST_USUAL, min(_MOST_USUAL, one)) for one in (support, contradiction))
        return next(held), next(held)

    def _list(self, node: yaml.Node) -> tuple[str, ...]:
        """A YAML list, or one text with commas between."""
        texts = [self._text(one) for one in self._several(node)]
        parts = [part.strip() for text in texts for part in re.split("[,，、;；]", text)]
        return tuple(part for part in parts if part)

    def _several(self, node: yaml.Node) -> list[yaml.Node]:
        return list(node.value) if isinstance(node, yaml.SequenceNode) else [node]

    def _text(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode) or not str(node.value).strip():
            raise self._fault("playbook_text", node.start_mark)
        return " ".join(str(node.value).split())

    def _choice(self, node: yaml.Node, choices: Mapping[str, _T]) -> _T:
        given = self._text(node)
        word = given.lower().replace("_", " ").replace("-", " ")
        if word not in choices:
            known = ", ".join(choices)
            raise self._fault("playbook_value", node.start_mark, value=given, known=known)
        return choices[word]

    def _all_different(
        self, statements: tuple[PlaybookStatement, ...], listed: yaml.SequenceNode
    ) -> None:
        seen: set[str] = set()
        for statement, node in zip(statements, listed.value, strict=True):
            if statement.id in seen:
                raise self._fault("playbook_twice", node.start_mark, key=statement.id)
            seen.add(statement.id)

    def _fault(self, code: str, mark: Any, **params: str) -> UserError:
        """An error at a place of the file, counted from 1 as editors do."""
        line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
        return UserError(code, path=self._path, line=line, column=column, **params)


def _place_of_character(text: str, error: BaseException) -> tuple[int, int]:
    """Where a character stands that YAML does not allow."""
    at = int(getattr(error, "position", 0) or 0)
    before = text[:at]
    return before.count("\n") + 1, at - (before.rfind("\n") + 1) + 1


def _as_plain(statement: PlaybookStatement) -> dict[str, Any]:
    keys: dict[str, Callable[[], Any]] = {
        "id": lambda: statement.id,
        "statement": lambda: _words(statement.statement),
        "opposite": lambda: _words(statement.opposite),
        "expect": lambda: [_WRITTEN[label] for label in statement.allowed],
        "severity": lambda: _RANKS[statement.severity],
        "advice": lambda: _words(statement.advice),
        "keywords": lambda: _by_language(statement.keywords),
        "usual": lambda: list(statement.usual) if any(statement.usual) else None,
    }
    found = {key: make() for key, make in keys.items()}
    return {key: value for key, value in found.items() if value}


def _words(words: Words) -> str | dict[str, str]:
    return words[ANY] if ANY in words else dict(words)


def _by_language(keywords: Mapping[str, tuple[str, ...]]) -> list[str] | dict[str, list[str]]:
    if ANY in keywords:
        return list(keywords[ANY])
    return {language: list(words) for language, words in keywords.items()}
