"""Every string of the window is translated, and what is shipped is what stands in the sources."""

from __future__ import annotations

import string
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from pytestqt.qtbot import QtBot

TOOL = Path(sys.executable).with_name("pyside6-lupdate")
REMEDY = (
    "run: pyside6-lupdate $(git ls-files 'gui/*.py') -no-obsolete -locations none "
    "-source-language en -target-language zh_CN -ts resources/translations/clausedesk_zh.ts; "
    "translate what is unfinished; pyside6-lrelease resources/translations/*.ts"
)


def messages(path: Path) -> dict[tuple[str, str], ElementTree.Element]:
    found = {}
    for context in ElementTree.parse(path).getroot().findall("context"):
        for message in context.findall("message"):
            found[context.findtext("name", ""), message.findtext("source", "")] = message
    return found


@pytest.fixture(scope="module")
def shipped(root: Path) -> dict[tuple[str, str], ElementTree.Element]:
    return messages(root / "resources" / "translations" / "clausedesk_zh.ts")


def test_the_catalogue_holds_every_string(
    root: Path, tmp_path: Path, shipped: dict[tuple[str, str], ElementTree.Element]
) -> None:
    if not TOOL.exists():
        pytest.skip("pyside6-lupdate is not installed")
    sources = [str(path.relative_to(root)) for path in sorted((root / "gui").rglob("*.py"))]
    target = tmp_path / "now.ts"
    command = [TOOL, *sources, "-locations", "none", "-source-language", "en", "-ts", target]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    now = set(messages(target))
    assert now == set(shipped), f"{sorted(now ^ set(shipped))}; {REMEDY}"


def test_every_string_is_translated_with_its_blanks(
    shipped: dict[tuple[str, str], ElementTree.Element],
) -> None:
    def blanks(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for (context, source), message in shipped.items():
        translation = message.find("translation")
        assert translation is not None and translation.get("type") is None, (context, source)
        forms = [form.text or "" for form in translation.findall("numerusform")]
        for words in forms or [translation.text or ""]:
            assert words, (context, source)
            assert blanks(words) == blanks(source), (context, source)
            assert ("%n" in words) == ("%n" in source), (context, source)


@pytest.mark.parametrize("language", ("en", "zh"))
def test_the_compiled_catalogue_is_the_current_one(root: Path, qtbot: QtBot, language: str) -> None:
    folder = root / "resources" / "translations"
    translator = QTranslator()
    assert translator.load(f"clausedesk_{language}", str(folder))
    for (context, source), message in messages(folder / f"clausedesk_{language}.ts").items():
        translation = message.find("translation")
        assert translation is not None
        forms = [form.text for form in translation.findall("numerusform")]
        if forms:
            assert translator.translate(context, source, "", 5) == forms[-1]
        else:
            assert translator.translate(context, source) == translation.text, REMEDY


def test_plurals_are_english(app, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    def say(count: int) -> str:
        return QCoreApplication.translate("DocumentsWorkspace", "%n document(s)", "", count)

    app.translation.apply("en")
    assert (say(1), say(2)) == ("1 document", "2 documents")
    app.translation.apply("zh")
    assert say(2) == "2 份文档"
    app.translation.apply("en")
