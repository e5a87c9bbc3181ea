"""``extract`` on the samples and on real documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.e2e.conftest import Program, read_jsonl

CONTRACTS = ("*.docx", "*.pdf", "*.txt")


def check_line(line: dict[str, Any], texts: Path) -> None:
    """What design/cli.md promises of every line."""
    assert line["failure"] is None
    assert line["coverage"] == 1.0
    (text_file,) = texts.glob(f"*{line['sha256'][:12]}*")
    text = text_file.read_text(encoding="utf-8")
    assert line["characters"] == len(text)
    for mentions in line["fields"].values():
        for mention in mentions:
            assert mention["text"] == text[mention["start"] : mention["end"]]
            assert mention["text"].strip()
            assert 0 <= mention["score"] <= 1
            assert mention["source"] in ("model", "rule")


def chosen(line: dict[str, Any], field: str) -> set[str]:
    """The values that stand in a cell: normalised where there is a normal form."""
    return {
        mention["normalized"] or mention["text"]
        for mention in line["fields"][field]
        if mention["chosen"]
    }


def test_samples_give_what_their_key_says(
    program: Program, samples: Path, answers: dict[str, Any], tmp_path: Path
) -> None:
    """Each sample with its own fields; at least nine values in ten are right."""
    right, wanted, wrong = 0, 0, []
    for number, (name, fields) in enumerate(answers["fields"].items()):
        out, texts = tmp_path / f"{number}.jsonl", tmp_path / f"texts{number}"
        done = program(
            "extract",
            samples / name,
            "--fields",
            ", ".join(fields),
            "--out",
            out,
            "--text-dir",
            texts,
        )
        assert done.returncode == 0, done.stderr
        (line,) = read_jsonl(out)
        check_line(line, texts)
        for field, values in fields.items():
            column = field.split("(")[0].rstrip("*")
            found = chosen(line, column)
            wanted += len(values)
            hits = sum(any(value.rstrip("0.") in item for item in found) for value in values)
            right += hits
            if hits < len(values):
                wrong.append((name, column, found))
    assert right >= 0.9 * wanted, wrong


def test_workbook_holds_values_evidence_and_run(
    program: Program, samples: Path, tmp_path: Path
) -> None:
    out = tmp_path / "values.xlsx"
    done = program("extract", samples / "nda.txt", "--template", "nda", "--out", out)
    assert done.returncode == 0, done.stderr
    workbook = openpyxl.load_workbook(out)
    assert len(workbook.sheetnames) >= 3
    assert "nda.txt" in str([cell.value for cell in workbook.worksheets[0][2]])


def test_a_bad_file_is_one_failure_and_the_rest_goes_on(
    program: Program, samples: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "contracts with spaces 合同 😀"
    folder.mkdir()
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing else")
    (folder / "empty.docx").write_bytes(b"")
    (folder / "nda.txt").write_bytes((samples / "nda.txt").read_bytes())
    out = tmp_path / "out.jsonl"
    done = program("extract", folder, "--fields", "Party*, Governing law", "--out", out)
    assert done.returncode == 1, done.stderr
    lines = {Path(line["document"]).name: line for line in read_jsonl(out)}
    assert lines["nda.txt"]["failure"] is None
    assert lines["broken.pdf"]["failure"]["message"]
    assert lines["empty.docx"]["failure"]["code"]
    assert "broken.pdf" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--fields", "Party(", "--out", "x.jsonl"], "bracket"),
        (["--fields", "Party", "--out", "x.docx"], ".xlsx"),
        (["--template", "no such template", "--out", "x.jsonl"], "template"),
        (["--out", "x.jsonl"], "--fields"),
    ],
)
def test_wrong_usage_says_what_is_wrong(
    program: Program, samples: Path, arguments: list[str], words: str
) -> None:
    done = program("extract", samples / "nda.txt", *arguments)
    assert done.returncode == 2
    assert words in done.stderr


def test_nothing_to_do_is_status_three(program: Program, tmp_path: Path) -> None:
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.4 broken")
    done = program(
        "extract", tmp_path / "bad.pdf", "--fields", "Party", "--out", tmp_path / "o.jsonl"
    )
    assert done.returncode == 3


@pytest.mark.slow
def test_real_documents_keep_the_promises(
    program: Program, shared_data: Path, tmp_path: Path
) -> None:
    """Every fourth real document: offsets exact, everything read, nothing lost."""
    folder = tmp_path / "documents"
    folder.mkdir()
    paths = sorted(
        path
        for path in (shared_data / "documents").rglob("*")
        if path.suffix in (".docx", ".pdf", ".html", ".txt")
    )
    for path in paths[::4]:
        (folder / path.name).write_bytes(path.read_bytes())
    out, texts = tmp_path / "out.jsonl", tmp_path / "texts"
    done = program(
        "extract",
        folder,
        "--fields",
        "Party*, Effective date(YYYY-MM-DD), 甲方, 乙方, 合同金额(元)",
        "--out",
        out,
        "--text-dir",
        texts,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    lines = read_jsonl(out)
    assert len(lines) == len(paths[::4])
    for line in lines:
        check_line(line, texts)
