"""The worker against a hub that cuts, lies, corrupts and refuses; in this process, but for the guard."""

from __future__ import annotations

import shutil
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.errors import UserError
from engine.hub import worker
from engine.hub.messages import Connection, Message, Moved, Phase, Planned, Waiting
from engine.hub.task import FOLDER, MODELSCOPE, Task, folder_name, parse_reference
from engine.models.checksums import sha256_of
from engine.models.notes import read_note
from engine.models.packs import load_pack
from tests import tiny
from tests.unit.hub.conftest import Hub, running

MakeTask = Callable[..., Task]
Usage = namedtuple("Usage", "total used free")


def refused(act: Callable[[], object]) -> UserError:
    with pytest.raises(UserError) as caught:
        act()
    return caught.value


@pytest.mark.parametrize("source", ["huggingface", MODELSCOPE])
@pytest.mark.parametrize("fault", ["good", "cut", "norange", "once", "busy", "failing"])
def test_a_model_arrives_whole(
    task: MakeTask, served: Path, told: list[Message], source: str, fault: str
) -> None:
    job = task(f"{fault}/nli", source=source)
    done = worker.bring_in(job, told.append)
    assert done.questions == 1  # its languages
    target = job.models / "nli"
    assert sha256_of(target / "model.safetensors") == sha256_of(
        served / "nli" / "model.safetensors"
    )
    assert not (target / "onnx").exists()
    assert [path.name for path in job.models.iterdir()] == ["nli"]
    note = read_note(target)
    assert note["files"]["model.safetensors"] == sha256_of(target / "model.safetensors")
    assert "good/nli" in note["origin"] or f"{fault}/nli" in note["origin"]
    assert load_pack(target).task == "nli"
    planned = next(message for message in told if isinstance(message, Planned))
    sizes = [p.stat().st_size for p in target.rglob("*") if p.name != "pack.json" and p.is_file()]
    assert planned.total == sum(sizes)
    assert any(isinstance(message, Moved) for message in told)
    hosts = {message.attempt.host for message in told if isinstance(message, Connection)}
    assert hosts == {"127.0.0.1"}
    if fault in ("busy", "failing"):
        codes = [message.code for message in told if isinstance(message, Waiting)]
        assert codes == ["download_busy" if fault == "busy" else "download_refused"] * 2


def test_a_cut_file_goes_on_where_it_stopped(task: MakeTask, hub: Hub, told: list[Message]) -> None:
    before = len(hub.log())
    worker.bring_in(task("cut/nli", name="resumed"), told.append)
    ranges = [asked for path, asked in hub.log()[before:] if path.endswith("model.safetensors")]
    assert ranges[0] == "" and len(ranges) >= 3
    assert all(asked.startswith("bytes=") for asked in ranges[1:])


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("stuck", "download_no_connection"),
        ("short", "download_size"),
        ("long", "download_size"),
        ("corrupt", "download_corrupt"),
        ("html", "download_html"),
        ("portal", "download_listing"),
        ("escape", "download_listing"),
        ("downgrade", "download_redirect"),
        ("s401", "download_sign_in"),
        ("s403", "download_forbidden"),
        ("s404", "download_missing"),
        ("s429", "download_busy"),
        ("s500", "download_refused"),
    ],
)
def test_what_goes_wrong_is_said(
    task: MakeTask, told: list[Message], fault: str, code: str
) -> None:
    job = task(f"{fault}/nli")
    assert refused(lambda: worker.bring_in(job, told.append)).code == code
    assert not job.target.exists()


def test_a_pickle_is_converted_on_the_way_in(task: MakeTask, told: list[Message]) -> None:
    job = task("good/pickled")
    worker.bring_in(job, told.append)
    assert (job.target / "model.safetensors").is_file()
    assert not list(job.target.glob("*.bin"))
    assert Phase("download_converting") in told
    assert load_pack(job.target).labels == ("contradiction", "entailment", "neutral")


def test_sentence_encoders_bring_their_pooling(task: MakeTask, told: list[Message]) -> None:
    job = task("good/sentences")
    worker.bring_in(job, told.append)
    assert (job.target / "1_Pooling" / "config.json").is_file()
    assert load_pack(job.target).task == "embedding"


def test_an_architecture_that_cannot_run_is_refused_before_its_weights(
    task: MakeTask, hub: Hub, told: list[Message]
) -> None:
    before = len(hub.log())
    assert refused(lambda: worker.bring_in(task("good/masked"), told.append)).code == (
        "pack_architecture"
    )
    assert not any(path.endswith(".safetensors") for path, _ in hub.log()[before:])


def test_too_little_room_is_said_before_anything_is_fetched(
    task: MakeTask, hub: Hub, told: list[Message], monkeypatch: pytest.MonkeyPatch
) -> None:
    """2 GB free and a 3 GB model."""
    listing = worker.Listing("c", (worker.RemoteFile("model.safetensors", 3 * 10**9),))
    monkeypatch.setattr(worker, "read_listing", lambda *_: listing)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**11, 0, 2 * 10**9))
    before = len(hub.log())
    error = refused(lambda: worker.bring_in(task("good/nli"), told.append))
    assert error.code == "download_no_space"
    assert (error.params["needed"], error.params["free"]) == ("3.2 GB", "2.0 GB")
    assert len(hub.log()) == before


def test_a_redirect_to_another_host_is_followed_and_logged(
    task: MakeTask, told: list[Message]
) -> None:
    worker.bring_in(task("moved/nli"), told.append)
    hosts = {message.attempt.host for message in told if isinstance(message, Connection)}
    assert hosts == {"127.0.0.1", "localhost"}


def test_nobody_there(task: MakeTask, told: list[Message]) -> None:
    job = task("good/nli", endpoint="http://127.0.0.1:9")
    assert refused(lambda: worker.bring_in(job, told.append)).code == "download_no_connection"
    job = task("good/nli", proxy="http://127.0.0.1:9")
    assert refused(lambda: worker.bring_in(job, told.append)).code == "download_proxy"


def test_certificates_are_verified(
    task: MakeTask, served: Path, root: Path, told: list[Message]
) -> None:
    folder = root / "tests" / "unit" / "remote"
    certificate, key = folder / "localhost.pem", folder / "key.pem"
    with running(served, "--certificate", str(certificate), "--key", str(key)) as port:
        unknown = task("good/nli", endpoint=f"https://localhost:{port}")
        assert refused(lambda: worker.bring_in(unknown, told.append)).code == (
            "download_certificate"
        )
        trusted = {"authorities": str(certificate)}
        other = task("good/nli", endpoint=f"https://127.0.0.1:{port}", **trusted)
        assert refused(lambda: worker.bring_in(other, told.append)).code == "download_certificate"
        right = task("good/nli", endpoint=f"https://localhost:{port}", **trusted)
        worker.bring_in(right, told.append)
        bad = task("good/nli", name="x", endpoint=right.endpoint, authorities=str(key))
        assert refused(lambda: worker.bring_in(bad, told.append)).code == "download_authorities"


def test_a_folder_is_copied_and_read_back(
    tmp_path: Path, served: Path, told: list[Message]
) -> None:
    source = served / "pickled"
    job = Task(FOLDER, str(source), tmp_path / "models", "mine")
    worker.bring_in(job, told.append)
    assert load_pack(job.target).task == "nli"
    assert read_note(job.target)["origin"] == str(source)
    assert not list(job.target.glob("*.bin"))
    assert (source / "pytorch_model.bin").is_file() and not (source / "pack.json").exists()
    again = refused(lambda: worker.bring_in(job, told.append))
    assert (again.code, again.params) == ("model_exists", {"name": "mine"})
    (tmp_path / "empty").mkdir()
    nothing = Task(FOLDER, str(tmp_path / "empty"), tmp_path / "models", "nothing")
    assert refused(lambda: worker.bring_in(nothing, told.append)).code == "folder_no_model"


def test_copies_of_another_folder_are_not_gone_on_from(tmp_path: Path, told: list[Message]) -> None:
    for place in ("one", "two"):
        tiny.bert(tmp_path / place / "model")
    weights = tmp_path / "two" / "model" / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1  # The same size, another model.
    weights.write_bytes(bytes(data))
    one, two = (
        Task(FOLDER, str(tmp_path / place / "model"), tmp_path / "models", "model")
        for place in ("one", "two")
    )
    shutil.copytree(tmp_path / "one" / "model", one.staging)
    worker.bring_in(two, told.append)
    assert sha256_of(two.target / "model.safetensors") == sha256_of(weights)


def test_what_cannot_begin_leaves_nothing(
    task: MakeTask, tmp_path: Path, told: list[Message]
) -> None:
    (tmp_path / "empty").mkdir()
    nothing = Task(FOLDER, str(tmp_path / "empty"), tmp_path / "models", "empty")
    assert refused(lambda: worker.bring_in(nothing, told.append)).code == "folder_no_model"
    refused(lambda: worker.bring_in(task("good/missing"), told.append))
    assert not (tmp_path / "models").exists()


@pytest.mark.parametrize(
    ("proxy", "shown"),
    [("socks5://me:secret@px:1080", "px:1080"), ("http://", "http://"), ("px:many", "px:many")],
)
def test_a_proxy_that_is_none_is_said(
    task: MakeTask, told: list[Message], proxy: str, shown: str
) -> None:
    error = refused(lambda: worker.bring_in(task("good/nli", proxy=proxy), told.append))
    assert (error.code, error.params["proxy"]) == ("download_proxy", shown)


def test_a_proxy_without_a_scheme_is_used(task: MakeTask, hub: Hub, told: list[Message]) -> None:
    # The hub stands in for a proxy: it is asked, and for the whole address.
    host = hub.address.removeprefix("http://")
    job = task("good/nli", proxy=host, endpoint="http://hub.example")
    worker.bring_in(job, told.append)
    assert (job.target / "model.safetensors").is_file()
    hosts = {message.attempt.host for message in told if isinstance(message, Connection)}
    assert hosts == {"127.0.0.1"}


def test_a_mirror_without_a_scheme_is_said_at_once(task: MakeTask, told: list[Message]) -> None:
    error = refused(
        lambda: worker.bring_in(task("good/nli", endpoint="mirror.example"), told.append)
    )
    assert error.code == "download_listing"
    assert not any(isinstance(message, Waiting) for message in told)


def test_a_folder_with_its_card_keeps_it(tmp_path: Path, told: list[Message]) -> None:
    source = tiny.manifest(tiny.bert(tmp_path / "carded"), title="With a card")
    job = Task(FOLDER, str(source), tmp_path / "models", "carded")
    worker.bring_in(job, told.append)
    assert load_pack(job.target).title == "With a card"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (
            "cross-encoder/nli-distilroberta-base",
            ("huggingface", "cross-encoder/nli-distilroberta-base"),
        ),
        (" https://huggingface.co/a/b/tree/main ", ("huggingface", "a/b")),
        ("https://hf-mirror.com/a/b", ("huggingface", "a/b")),
        ("https://modelscope.cn/models/iic/x_y.z/summary", (MODELSCOPE, "iic/x_y.z")),
    ],
)
def test_what_people_paste(typed: str, found: tuple[str, str]) -> None:
    assert parse_reference(typed) == found


@pytest.mark.parametrize(
    "typed", ["", "one", "a/b/c", "../x", "a/..", "https://example.com", "甲/乙"]
)
def test_what_is_no_model(typed: str) -> None:
    assert refused(lambda: parse_reference(typed)).code == "download_reference"


def test_names_of_folders() -> None:
    assert folder_name("iic/nlp_x-base") == "nlp_x-base"
    assert folder_name("/media/stick/my model/") == "my-model"
    assert folder_name("C:\\models\\甲方").endswith("甲方")
