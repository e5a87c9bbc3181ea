"""Bad files and bad days: a clear message each, and nothing else lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from pathlib import Path

import pytest

from tests.e2e.conftest import Program, read_jsonl

FIELDS = "甲方, 乙方, Party*, Governing law"


def test_encodings_and_wrong_extensions_are_read_all_the_same(
    program: Program, samples: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    chinese = (samples / "房屋租赁合同.txt").read_text(encoding="gb18030")
    (folder / "utf16.txt").write_text(chinese, encoding="utf-16")
    (folder / "gb.txt").write_text(chinese + "一", encoding="gb18030")
    shutil.copy(samples / "采购合同.docx", folder / "really-a-docx.pdf")
    shutil.copy(samples / "劳动合同.pdf", folder / "really-a-pdf.docx")
    out = tmp_path / "out.jsonl"
    done = program("extract", folder, "--fields", FIELDS, "--out", out)
    assert done.returncode == 0, done.stderr
    values = {
        Path(line["document"]).name: {
            one["text"] for one in line["fields"]["甲方"] if one["chosen"]
        }
        for line in read_jsonl(out)
    }
    assert values["utf16.txt"] == values["gb.txt"] == {"周敏慧"}
    assert values["really-a-docx.pdf"] == {"杭州临云精密机械有限公司"}
    assert values["really-a-pdf.docx"] == {"南京栖霞光电科技有限公司"}


def test_a_path_with_everything_in_it(program: Program, samples: Path, tmp_path: Path) -> None:
    folder = tmp_path / "très long 合同 😀" / ("x" * 120) / ("y" * 120)
    folder.mkdir(parents=True)
    shutil.copy(samples / "nda.txt", folder / "the contract (final) #2.txt")
    out = tmp_path / "out.jsonl"
    done = program("extract", tmp_path / "très long 合同 😀", "--fields", FIELDS, "--out", out)
    assert done.returncode == 0, done.stderr
    assert len(read_jsonl(out)) == 1


def test_a_messy_csv_is_read(program: Program, tmp_path: Path) -> None:
    rows = [
        b"name,city,phone",
        "Müller GmbH,München,0301234567".encode("cp1252"),
        "Müller G.m.b.H.,München,030 1234567".encode(),
        b"Short row",
        b"Nul\0 Inc,Bern,0317654321,extra,cells",
        "上海云图公司,上海,02155667788".encode("gb18030"),
        "上海云图有限公司,上海,021-55667788".encode(),
    ]
    path = tmp_path / "messy.csv"
    path.write_bytes(b"\r\n".join(rows))
    out = tmp_path / "out.jsonl"
    done = program("dedupe", path, "--columns", "name,city,phone", "--out", out)
    assert done.returncode == 0, done.stderr
    found = {
        (line["left"]["row"], line["right"]["row"])
        for line in read_jsonl(out)
        if line["cluster"] is not None
    }
    assert found == {(2, 3), (6, 7)}


@pytest.mark.parametrize("kind", ["newer", "damaged", "not a project"])
def test_a_project_that_cannot_be_opened_is_left_alone(
    program: Program, samples: Path, tmp_path: Path, kind: str
) -> None:
    project = tmp_path / "p.cdesk"
    arguments = ["extract", samples / "nda.txt", "--fields", "Party*", "--project", project]
    assert program(*arguments, "--out", tmp_path / "a.jsonl").returncode == 0
    if kind == "newer":
        with sqlite3.connect(project) as database:
            database.execute("PRAGMA user_version = 9999")
            database.execute("UPDATE meta SET value = '9999' WHERE key = 'schema_version'")
        database.close()
    elif kind == "damaged":
        content = bytearray(project.read_bytes())
        content[4096:12288] = os.urandom(8192)
        project.write_bytes(content)
    else:
        project.write_text("shopping list", encoding="utf-8")
    before = project.read_bytes()
    done = program(*arguments, "--out", tmp_path / "b.jsonl")
    assert done.returncode == 3, (done.returncode, done.stderr)
    assert "p.cdesk" in done.stderr
    assert "Traceback" not in done.stderr
    assert project.read_bytes() == before


@pytest.mark.timeout(900)
@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_a_full_disk_stops_the_run_and_a_second_one_goes_on(
    root: Path, environment: dict[str, str], program: Program, samples: Path, tmp_path: Path
) -> None:
    """The limit on the size of a file stands in for a disk that fills up."""
    import resource
    import signal
    import subprocess

    folder = tmp_path / "in"
    folder.mkdir()
    text = (samples / "nda.txt").read_text(encoding="utf-8")
    for number in range(40):
        noise = os.urandom(6000).hex()
        (folder / f"{number:02d}.txt").write_text(f"{text}\n{noise}", encoding="utf-8")
    project, out = tmp_path / "p.cdesk", tmp_path / "out.jsonl"
    arguments = ["extract", folder, "--fields", "Party*, Governing law", "--project", project]

    def little_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))

    command = [sys.executable, str(root / "main.py"), *map(str, arguments), "--out", str(out)]
    full = subprocess.run(
        command, cwd=root, env=environment, preexec_fn=little_room,
        capture_output=True, encoding="utf-8", timeout=400, check=False,
    )  # fmt: skip
    assert full.returncode != 0
    assert "Traceback" not in full.stderr, full.stderr
    assert full.stderr.strip()

    again = program(*arguments, "--out", out)
    assert again.returncode == 0, again.stderr
    assert len(read_jsonl(out)) == 40
