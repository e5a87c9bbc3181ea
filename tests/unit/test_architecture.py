"""The walls of ARCHITECTURE.md, each a named rule."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGES = ("engine", "gui", "cli", "wording", "training", "benchmarks")


def run_python(code: str, root: Path) -> subprocess.CompletedProcess[str]:
    """``code`` in a fresh interpreter."""
    return subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False
    )


def test_import_contracts_hold(root: Path) -> None:
    """The contracts of pyproject.toml: layers, and who may import Qt or a model runtime."""
    tool = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([tool], cwd=root, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout[-3000:]


def test_importing_the_window_loads_no_model_runtime(root: Path) -> None:
    """The window shows before torch is imported, or scipy."""
    code = (
        "import sys, gui.main_window, gui.app;"
        "heavy = {'torch', 'transformers', 'onnxruntime', 'sklearn', 'scipy'} & set(sys.modules);"
        "sys.exit(', '.join(heavy) or 0)"
    )
    result = run_python(code, root)
    assert result.returncode == 0, result.stderr


def test_the_engine_imports_with_qt_absent(root: Path) -> None:
    """Every engine module but qt_host imports on a machine without Qt, and without loading torch."""
    modules = [
        ".".join(path.relative_to(root).with_suffix("").parts)
        for path in sorted((root / "engine").rglob("*.py"))
        if path.name not in ("__init__.py", "qt_host.py")
    ]
    code = (
        "import sys, importlib\n"
        "class Wall:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in ('PySide6', 'shiboken6', 'qasync'):\n"
        "            raise ImportError(name)\n"
        "sys.meta_path.insert(0, Wall())\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
        "sys.exit('torch' if 'torch' in sys.modules else 0)\n"
    )
    result = run_python(code, root)
    assert result.returncode == 0, result.stderr


def test_the_command_line_starts_without_torch_or_qt(root: Path) -> None:
    """``--help`` answers at once."""
    code = (
        "import sys\n"
        "import main, cli.main\n"
        "heavy = {'torch', 'transformers', 'PySide6', 'ray'} & set(sys.modules)\n"
        "sys.exit(', '.join(heavy) or 0)"
    )
    result = run_python(code, root)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_are_absolute(root: Path, package: str) -> None:
    for path in (root / package).rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        relative = [
            node.lineno
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.level
        ]
        assert not relative, f"{path}: relative import in line {relative[0]}"


@pytest.mark.parametrize("package", ("engine", "gui", "cli", "wording"))
def test_public_things_have_docstrings(root: Path, package: str) -> None:
    """Modules, public classes and public module-level functions say what they mean."""
    missing = []
    for path in (root / package).rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if tree.body and ast.get_docstring(tree) is None:
            missing.append(str(path.relative_to(root)))
        for node in tree.body:
            named = isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            if named and not node.name.startswith("_") and ast.get_docstring(node) is None:
                missing.append(f"{path.relative_to(root)}:{node.lineno} {node.name}")
    assert not missing, "no docstring: " + ", ".join(missing)


def test_text_files_are_opened_with_an_encoding(root: Path) -> None:
    """The default encoding differs between systems."""
    bad = []
    for package in PACKAGES:
        for path in (root / package).rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for node in ast.walk(tree):
                if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                    continue
                if node.func.attr not in ("read_text", "write_text"):
                    continue
                given = {keyword.arg for keyword in node.keywords}
                positional = len(node.args) > (1 if node.func.attr == "write_text" else 0)
                if "encoding" not in given and not positional:
                    bad.append(f"{path.relative_to(root)}:{node.lineno}")
    assert not bad, "no encoding: " + ", ".join(bad)


def codes_raised(root: Path) -> dict[str, str]:
    """Every literal code passed to ``UserError``, ``Notice`` or ``ItemFailure``, with its place."""
    codes = {}
    for path in (root / "engine").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            position = {"UserError": 0, "Notice": 0, "ItemFailure": 1, "Progress": 0}.get(
                node.func.id
            )
            if position is None or len(node.args) <= position:
                continue
            code = node.args[position]
            if isinstance(code, ast.Constant) and isinstance(code.value, str):
                codes[code.value] = f"{path.relative_to(root)}:{node.lineno}"
    return codes


def test_every_code_has_its_sentences(root: Path) -> None:
    """Each code the engine can raise has a sentence in both languages, with the same parameters."""
    import string

    import wording

    english, chinese = wording.catalogue("en"), wording.catalogue("zh")
    assert set(english) == set(chinese)
    unknown = {code: place for code, place in codes_raised(root).items() if code not in english}
    assert not unknown, f"codes without a sentence: {unknown}"
    for code, entry in english.items():
        for part in ("what", "next"):
            names = [
                {name for _, name, _, _ in string.Formatter().parse(text.get(part, "")) if name}
                for text in (entry, chinese[code])
            ]
            assert names[0] == names[1], f"{code}.{part}: {names}"


def test_no_code_is_defined_twice(root: Path) -> None:
    for language in ("en", "zh"):
        seen: dict[str, str] = {}
        for path in sorted((root / "wording" / language).glob("*.json")):
            for code in json.loads(path.read_text(encoding="utf-8")):
                assert code not in seen, f"{code} stands in {seen[code]} and {path.name}"
                seen[code] = path.name
