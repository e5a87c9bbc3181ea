"""Runs the frozen program as a user would and says what it found: ``python packaging/smoke.py PROGRAM``.

Checked: ``doctor``; the demo without its window; fields (also of a scan), duplicates and contradictions of
the samples with the built-in packs; a model brought in by the child process; models that run through
transformers and gliner; the window opened, given a file by a second start, and closed; nothing on stderr; no connection.
``--clean`` runs all of it in a root folder without Python and without a network (``packaging/linux/clean_root.sh``
makes one). Measured: size, cold and warm start, memory at rest. Standard library only.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

from smoke_window import measure_window
from smoked import Failure, Place, Program

HERE = Path(__file__).resolve().parent
FIELDS = "Party*, Effective date(YYYY-MM-DD), Governing law, 甲方, 乙方, 合同金额(元)"
SCAN_FIELDS = "Landlord, Tenant"


def main(arguments: list[str]) -> int:
    """Run every check, write the report; returns 1 where one failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "program", nargs="?", default=str(built()), help="the frozen program, as its place calls it"
    )
    parser.add_argument("--clean", type=Path, metavar="ROOT", help="run inside this root folder")
    parser.add_argument("--report", type=Path, metavar="F", help="write the figures as JSON")
    parser.add_argument("--no-window", action="store_true", help="leave the window out")
    parser.add_argument(
        "--folder", type=Path, metavar="D", help="the program's folder, to be sized"
    )
    options = parser.parse_args(arguments)
    place = Place(options.clean)
    program = Program(options.program, place)
    figures: dict[str, object] = {"system": sys.platform}
    failed = 0
    for check in checks(options):
        started = time.monotonic()
        name = check.__name__.removeprefix("check_")
        try:
            found = check(program)
        except Failure as failure:
            failed += 1
            print(f"!!  {name}: {failure}")
            continue
        figures.update(found)
        words = ", ".join(f"{key} {value}" for key, value in found.items())
        print(f"ok  {name} ({time.monotonic() - started:.0f} s) {words}", flush=True)
    if options.folder is not None:
        figures.update(sizes(options.folder))
    if options.report is not None:
        options.report.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    place.close()
    print("failed" if failed else "all well", json.dumps(figures))
    return 1 if failed else 0


def built() -> Path:
    """The program that ``make package`` leaves in ``dist``."""
    dist = HERE.parent / "dist"
    return {
        "win32": dist / "clausedesk" / "clausedesk-cli.exe",
        "darwin": dist / "ClauseDesk.app" / "Contents" / "MacOS" / "clausedesk",
    }.get(sys.platform, dist / "clausedesk" / "clausedesk")


def checks(options: argparse.Namespace) -> list[Callable[[Program], dict[str, object]]]:
    """What to check, in this order."""
    chosen: list[Callable[[Program], dict[str, object]]] = [
        check_no_python,
        check_doctor,
        check_extract,
        check_scan,
        check_dedupe,
        check_contradictions,
        check_demo,
        check_model_by_child,
        check_long_way,
    ]
    return chosen if options.no_window else [*chosen, measure_window]


def check_no_python(program: Program) -> dict[str, object]:
    """In a clean root there is no interpreter that could stand in for the frozen one."""
    root = program.place.root
    if root is None:
        return {"clean": False}
    folders = ("usr/bin", "bin", "usr/local/bin", "usr/lib", "usr/local/lib", "opt")
    found = [
        str(path.relative_to(root))
        for folder in folders
        for path in (root / folder).glob("python3*")
    ]
    if found:
        raise Failure(f"the root is not clean: {found}")
    return {"clean": True}


def check_doctor(program: Program) -> dict[str, object]:
    """Everything is found, the packs give their known answers, nothing went out."""
    out = program.run("doctor").stdout
    if "!!" in out or "missing" in out:
        raise Failure(out)
    if "0 connections refused" not in out:
        raise Failure(f"something asked for a network: {out}")
    if out.count("files and known answers are right") < 3:
        raise Failure(f"a built-in pack is not right: {out}")
    return {"version": out.split("ClauseDesk", 1)[1].split()[0]}


def check_extract(program: Program) -> dict[str, object]:
    """Values of the sample contracts, compared with the key that lies beside them."""
    work = program.place.folder("extract")
    samples = program.samples()
    contracts = [path for path in samples if path.endswith((".docx", ".pdf", ".txt"))]
    program.run(
        "extract", *contracts, "--fields", FIELDS, "--quiet", "--out", work.inside("f.jsonl")
    )
    lines = work.lines("f.jsonl")
    if len(lines) != len(contracts):
        raise Failure(f"{len(lines)} of {len(contracts)} contracts came back")
    values = sum(
        1
        for line in lines
        for mentions in line["fields"].values()
        if any(one["chosen"] for one in mentions)
    )
    if values < 2 * len(contracts):
        raise Failure(f"only {values} fields found a value")
    return {"contracts": len(lines), "fields_with_value": values}


def check_scan(program: Program) -> dict[str, object]:
    """A page that is a picture: text recognition and its models are there."""
    work = program.place.folder("scan")
    shutil.copy(HERE / "scan.png", work.outside / "scan.png")
    program.run(
        "extract", work.inside("scan.png"), "--fields", SCAN_FIELDS, "--quiet",
        "--out", work.inside("f.jsonl"), stderr_is_empty=False,
    )  # fmt: skip
    [line] = work.lines("f.jsonl")
    if line["characters"] < 1000:
        raise Failure(f"{line['characters']} characters were read")
    return {"scanned_characters": line["characters"]}


def check_dedupe(program: Program) -> dict[str, object]:
    """The groups planted in the customer list."""
    work = program.place.folder("dedupe")
    [table] = [path for path in program.samples() if path.endswith(".xlsx")]
    key = json.loads(
        (program.resources() / "samples" / "customers.answers.json").read_text("utf-8")
    )
    columns = ",".join(key["columns"])
    program.run("dedupe", table, "--columns", columns, "--quiet", "--out", work.inside("d.jsonl"))
    clusters: dict[int, set[int]] = {}
    for line in work.lines("d.jsonl"):
        if line["cluster"] is not None:
            rows = clusters.setdefault(line["cluster"], set())
            rows |= {line["left"]["row"], line["right"]["row"]}
    planted = {frozenset(rows) for rows in key["duplicates"]}
    found = planted & {frozenset(rows) for rows in clusters.values()}
    if len(found) < 0.8 * len(planted):
        raise Failure(f"{len(found)} of {len(planted)} groups")
    return {"groups": f"{len(found)} of {len(planted)}"}


def check_contradictions(program: Program) -> dict[str, object]:
    """The two contracts with planted contradictions have some."""
    work = program.place.folder("check")
    planted = [path for path in program.samples() if "conflicts" in path or "矛盾" in path]
    program.run("check", *planted, "--quiet", "--out", work.inside("c.jsonl"))
    lines = [line for line in work.lines("c.jsonl") if line["label"] == "contradiction"]
    if len({line["document"] for line in lines}) != len(planted):
        raise Failure(f"contradictions only in {sorted({line['document'] for line in lines})}")
    return {"contradictions": len(lines)}


def check_demo(program: Program) -> dict[str, object]:
    """The demo to its end: workbooks, and a project that the window would open."""
    work = program.place.folder("demo")
    out = program.run("demo", "--no-window", "--quiet", "--out", work.inside("")).stdout
    for name in ("fields.xlsx", "customers-clean.xlsx", "contradictions.xlsx", "demo.cdesk"):
        if not (work.outside / name).is_file() or not (work.outside / name).stat().st_size:
            raise Failure(f"{name} was not written: {out}")
    return {}


def check_model_by_child(program: Program) -> dict[str, object]:
    """A model is brought in by a child process, which is the frozen program once more."""
    work = program.place.folder("model")
    shutil.copytree(program.resources() / "models" / "clausedesk-embeddings", work.outside / "pack")
    program.run("models", "add", work.inside("pack"), "--name", "brought", "--quiet")
    if not (program.place.folder("home").outside / "models" / "brought" / "pack.json").is_file():
        raise Failure("it is not in its place")
    return {}


def check_long_way(program: Program) -> dict[str, object]:
    """Architectures that transformers and gliner run. Their tiny checkpoints are made here, so this is
    left out where the development environment is not at hand."""
    sys.path.insert(0, str(HERE.parent))
    try:
        import smoke_models
    except ImportError as error:
        return {"long_way": f"not tried ({error})"}
    work = program.place.folder("long way")
    smoke_models.deberta(work.outside / "deberta")
    smoke_models.extractor(work.outside / "gliner")
    for name in ("deberta", "gliner"):
        program.run("models", "add", work.inside(name), "--name", f"tiny-{name}", "--quiet")
    (work.outside / "pairs.jsonl").write_text(
        '{"text1": "The fee is 5.", "text2": "The fee is 6."}\n', encoding="utf-8"
    )
    program.run(
        "pairs", work.inside("pairs.jsonl"), "--task", "nli", "--model", "tiny-deberta",
        "--quiet", "--out", work.inside("v.jsonl"),
    )  # fmt: skip
    (work.outside / "short.txt").write_text("Acme Corp. pays Globex Inc.\n", encoding="utf-8")
    program.run(
        "extract", work.inside("short.txt"), "--fields", "Party", "--model", "tiny-gliner",
        "--quiet", "--out", work.inside("f.jsonl"),
        # Nobody has said which languages it reads, and that is told.
        stderr_is_empty=False,
    )  # fmt: skip
    return {"long_way": len(work.lines("v.jsonl")) + len(work.lines("f.jsonl"))}


def sizes(folder: Path) -> dict[str, object]:
    """The folder in megabytes, and its ten largest parts."""
    parts: dict[str, int] = {}
    total = 0
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            size = path.stat().st_size
            total += size
            inside = path.relative_to(folder).parts
            part = inside[1] if inside[0] == "_internal" and len(inside) > 2 else inside[-1]
            parts[part] = parts.get(part, 0) + size
    largest = sorted(parts.items(), key=lambda item: -item[1])[:10]
    return {
        "megabytes": round(total / 1e6),
        "largest": {name: round(size / 1e6) for name, size in largest},
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
