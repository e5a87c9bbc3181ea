"""Archives and messages are unpacked inside their folder, within limits, whatever they say of themselves."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.control import JobControl
from engine.documents import PathSource
from engine.documents.bundles import unpack
from engine.documents.options import LIMITS
from engine.documents.paths import is_bundle
from engine.errors import Cancelled, UserError
from engine.events import ItemFailed, Payload, Results
from engine.jobs.read_documents import ReadRequest, read_documents
from engine.jobs.services import NoCache, Services

TEXT = b"SERVICE AGREEMENT between Alder Works Ltd. and Birch Cleaning Ltd.\n"


def zipped(path: Path, files: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", how) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, how)
    return path


def names(found: tuple[Path, ...], folder: Path) -> list[str]:
    return ["/".join(path.relative_to(folder).parts[1:]) for path in found]


def code(path: Path, folder: Path) -> str:
    with pytest.raises(UserError) as caught:
        unpack(path, folder, JobControl())
    assert caught.value.params["name"] == path.name
    return caught.value.code


def test_documents_come_out_with_their_folders(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "contracts.zip",
        {"2024/a.txt": TEXT, "2024/b.txt": TEXT, "合同/租赁.txt": TEXT, "__MACOSX/._a.txt": b"x"},
    )
    found = unpack(path, tmp_path / "out", JobControl())
    assert names(found, tmp_path / "out") == ["2024/a.txt", "2024/b.txt", "合同/租赁.txt"]
    assert found[0].read_bytes() == TEXT
    assert unpack(path, tmp_path / "out", JobControl()) == found
    assert len(list((tmp_path / "out").iterdir())) == 1
    assert is_bundle(Path("X.ZIP")) and is_bundle(Path("x.eml")) and not is_bundle(Path("x.docx"))


@pytest.mark.parametrize(
    "name",
    ["../../evil.txt", "/etc/evil.txt", "C:\\evil.txt", "..\\..\\evil.txt", "a/../../evil.txt"],
)
def test_nothing_is_written_outside(tmp_path: Path, name: str) -> None:
    inside = tmp_path / "deep" / "out"
    found = unpack(zipped(tmp_path / "slip.zip", {name: TEXT}), inside, JobControl())
    assert len(found) == 1 and inside in found[0].parents
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert sorted(written) == sorted([tmp_path / "slip.zip", found[0]])


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(names=st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=4, unique=True))
def test_any_name_stays_inside(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    folder = tmp_path_factory.mktemp("names")
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for number, name in enumerate(names):
            usable = name.encode("utf-8", "ignore").decode("utf-8").replace("\0", "") or "x"
            info = zipfile.ZipInfo("x")
            info.filename = f"{usable}{number}.txt"
            archive.writestr(info, TEXT + str(number).encode())
    (folder / "names.zip").write_bytes(content.getvalue())
    out = folder / "out"
    try:
        found = unpack(folder / "names.zip", out, JobControl())
    except UserError as error:
        assert error.code in ("archive_empty", "file_damaged")
        return
    assert all(out.resolve() in path.resolve().parents for path in found)
    assert [path for path in folder.iterdir() if path.is_file()] == [folder / "names.zip"]


def test_names_of_a_chinese_system_are_read_as_such(tmp_path: Path) -> None:
    path = zipped(tmp_path / "old.zip", {"AAAA.txt": TEXT})
    raw = path.read_bytes().replace(b"AAAA", "合同".encode("gb18030"))
    path.write_bytes(raw)
    assert names(unpack(path, tmp_path / "out", JobControl()), tmp_path / "out") == ["合同.txt"]


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    bomb = zipped(tmp_path / "bomb.zip", {"a.txt": b"0" * (40 * 2**20)})
    assert bomb.stat().st_size < 100_000
    assert code(bomb, tmp_path / "out") == "archive_bomb"
    assert list((tmp_path / "out").iterdir()) == []
    many = zipped(tmp_path / "many.zip", {f"{n}.txt": TEXT for n in range(20)})
    for limits in (replace(LIMITS, bundle_bytes=500), replace(LIMITS, zip_entries=10)):
        with pytest.raises(UserError, match="archive_bomb"):
            unpack(many, tmp_path / "out", JobControl(), limits)


def test_what_cannot_be_unpacked_is_said(tmp_path: Path) -> None:
    out = tmp_path / "out"
    broken = tmp_path / "broken.zip"
    broken.write_bytes(zipped(tmp_path / "x.zip", {"a.txt": TEXT * 99}).read_bytes()[:60])
    assert code(broken, out) == "file_damaged"
    assert code(zipped(tmp_path / "none.zip", {}), out) == "archive_empty"
    assert (
        code(zipped(tmp_path / "mp3.zip", {"a.mp3": b"\xff\xfb\0\0" * 9}), out) == "archive_empty"
    )
    assert code(tmp_path / "gone.zip", out) == "file_missing"
    locked = zipped(tmp_path / "locked.zip", {"a.txt": TEXT}, zipfile.ZIP_STORED)
    raw = bytearray(locked.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(mark) + place] |= 1
    locked.write_bytes(raw)
    assert code(locked, out) == "archive_encrypted"


def test_links_in_an_archive_are_left_out(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "links.zip", "w") as archive:
        link = zipfile.ZipInfo("secret.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("a.txt", TEXT)
    found = unpack(tmp_path / "links.zip", tmp_path / "out", JobControl())
    assert names(found, tmp_path / "out") == ["a.txt"]


def test_long_and_forbidden_names_are_made_fit(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "odd.zip",
        {"很" * 300 + ".txt": TEXT, "con.txt": TEXT + b"1", 'a:b?"c".txt': TEXT + b"2"},
    )
    found = unpack(path, tmp_path / "out", JobControl())
    assert [one.name for one in found if one.name.startswith("很")] == ["很" * 60 + ".txt"]
    assert {one.name for one in found} >= {"_con.txt", "a_b__c_.txt"}


def test_two_files_of_one_name_both_come_out(tmp_path: Path) -> None:
    path = zipped(tmp_path / "same.zip", {"a?.txt": TEXT, "a*.txt": TEXT + b"2"})
    found = unpack(path, tmp_path / "out", JobControl())
    assert names(found, tmp_path / "out") == ["a_ (2).txt", "a_.txt"]


def test_a_message_gives_its_words_and_its_attachments(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"] = "合同"
    message["From"] = "a@example.org"
    message.set_content("Please find the lease attached.\n")
    message.add_alternative("<p>Please find the lease attached.</p>", subtype="html")
    message.add_attachment(TEXT, maintype="text", subtype="plain", filename="租赁合同.txt")
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="../l.pdf")
    path = tmp_path / "Lease.eml"
    path.write_bytes(bytes(message))
    found = unpack(path, tmp_path / "out", JobControl())
    assert names(found, tmp_path / "out") == ["Lease.txt", "l.pdf", "租赁合同.txt"]
    assert "lease attached" in found[0].read_text(encoding="utf-8")
    assert found[2].read_bytes() == TEXT
    path.write_bytes(b"\0\1\2 no message")
    assert code(path, tmp_path / "out") == "file_damaged"


def test_the_job_reads_what_is_inside_and_names_what_is_not(tmp_path: Path, home: Path) -> None:
    class Nothing:
        extractor = embedder = classifier = None

    good = zipped(tmp_path / "good.zip", {"a.txt": TEXT, "b.txt": TEXT + b"b"})
    bad = zipped(tmp_path / "bad.zip", {})
    services = Services(Nothing(), PathSource(), NoCache())  # type: ignore[arg-type]
    said: list[Payload] = list(
        read_documents(ReadRequest((str(good), str(bad))), services, JobControl())
    )
    documents = [item for one in said if isinstance(one, Results) for item in one.items]
    assert [document.name for document in documents] == ["a.txt", "b.txt"]  # type: ignore[union-attr]
    assert all(home in Path(document.path).parents for document in documents)  # type: ignore[union-attr]
    [failed] = [one.failure for one in said if isinstance(one, ItemFailed)]
    assert (failed.item, failed.code) == (str(bad), "archive_empty")


def test_cancelling_leaves_nothing_behind(tmp_path: Path) -> None:
    control = JobControl()
    control.cancel()
    with pytest.raises(Cancelled):
        unpack(zipped(tmp_path / "a.zip", {"a.txt": TEXT}), tmp_path / "out", control)
    assert not (tmp_path / "out").exists()
