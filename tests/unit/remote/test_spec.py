"""What a person says of a server: kept, checked, and never with its key."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import UserError
from engine.remote.book import FILE_NAME, ServerBook
from engine.remote.keys import Keys
from engine.remote.spec import Limits, PlainShape, Server, ServerKind, checked, from_json, to_json
from tests.unit.remote.conftest import MemoryChain

OFFICE = Server(
    "office",
    ServerKind.TEI,
    "https://models.example.com:8443",
    uses=("nli",),
    labels=(("LABEL_0", "contradiction"),),
    limits=Limits(concurrency=8, per_second=2.5),
    plain=PlainShape(batch="list"),
)


def test_a_server_comes_back_as_it_was_kept() -> None:
    assert from_json(json.loads(json.dumps(to_json(OFFICE)))) == OFFICE


@given(st.recursive(st.none() | st.text() | st.integers() | st.floats(allow_nan=False),
                    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))  # fmt: skip
def test_whatever_stands_in_the_file_is_a_coded_error(value: object) -> None:
    for name in ("limits", "plain", "labels", "uses", "kind", "url"):
        data = {**to_json(OFFICE), name: value}
        try:
            from_json(data)
        except UserError as error:
            assert error.code.startswith("server_")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("", "server_url"),
        ("ftp://host", "server_url"),
        ("http://", "server_url"),
        ("http://host:port", "server_url"),
        ("https://me:secret@host", "server_url_key"),
        ("https://host/?api_key=secret", "server_url_key"),
    ],
)
def test_an_address_that_is_none_is_refused(url: str, code: str) -> None:
    with pytest.raises(UserError) as raised:
        checked(replace(OFFICE, url=url))
    assert raised.value.code == code
    assert "secret" not in str(raised.value)


def test_an_address_gets_one_form_and_its_origin() -> None:
    server = checked(replace(OFFICE, url=" 192.168.1.20:8080/ "))
    assert server.url == "http://192.168.1.20:8080"
    assert (server.origin, server.in_the_clear) == ("http://192.168.1.20:8080", True)
    assert not checked(replace(OFFICE, url="http://127.0.0.1:1")).in_the_clear
    assert checked(replace(OFFICE, url="https://host")).origin == "https://host:443"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": "a:b"}, "server_name"),
        ({"kind": ServerKind.PLAIN}, "server_use"),
        ({"limits": Limits(concurrency=0)}, "server_limit"),
        ({"limits": Limits(per_second=float("nan"))}, "server_limit"),
        ({"template": "{left}"}, "server_template"),
    ],
)
def test_what_cannot_work_is_refused(change: dict[str, object], code: str) -> None:
    with pytest.raises(UserError) as raised:
        checked(replace(OFFICE, **change))
    assert raised.value.code == code


def test_the_book_keeps_what_it_cannot_read(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    strange = {"name": "newer", "kind": "quantum", "url": "http://host"}
    path.write_text(json.dumps({"servers": [to_json(OFFICE), strange]}), encoding="utf-8")
    book = ServerBook.load(tmp_path)
    assert [server.name for server in book.all()] == ["office"]
    assert [error.code for error in book.refused] == ["server_settings"]
    book.put([replace(OFFICE, uses=("similarity",))])
    kept = json.loads(path.read_text(encoding="utf-8"))["servers"]
    assert strange in kept
    assert ServerBook.load(tmp_path).for_task("similarity") == book.get("office")


def test_a_file_that_is_no_list_is_kept_aside(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("[1, 2", encoding="utf-8")
    book = ServerBook.load(tmp_path)
    assert book.all() == ()
    assert book.refused[0].code == "servers_damaged"
    assert (tmp_path / "servers-damaged.json").read_text(encoding="utf-8") == "[1, 2"


def test_two_servers_of_one_name_are_refused(tmp_path: Path) -> None:
    book = ServerBook(tmp_path / FILE_NAME)
    with pytest.raises(UserError, match="server_twice"):
        book.put([OFFICE, OFFICE])
    with pytest.raises(UserError, match="server_unknown"):
        book.get("office")


def test_a_key_belongs_to_its_origin_and_stands_in_no_file(tmp_path: Path) -> None:
    chain = MemoryChain()
    keys = Keys(chain)
    assert keys.lasting
    assert keys.put(OFFICE.origin, "sesame")
    assert Keys(chain).get(OFFICE.origin) == "sesame"
    assert keys.get(replace(OFFICE, url="https://elsewhere:8443").origin) is None
    ServerBook(tmp_path / FILE_NAME).put([OFFICE])
    assert "sesame" not in (tmp_path / FILE_NAME).read_text(encoding="utf-8")
    keys.put(OFFICE.origin, "")
    assert keys.get(OFFICE.origin) is None


class _Locked(MemoryChain):
    def set_password(self, service: str, username: str, password: str) -> None:
        raise OSError("locked")

    def get_password(self, service: str, username: str) -> str | None:
        raise OSError("locked")


def test_a_keychain_that_refuses_leaves_the_key_in_memory() -> None:
    keys = Keys(_Locked())
    assert not keys.put("https://host:443", "sesame")
    assert keys.get("https://host:443") == "sesame"
    assert keys.get("https://other:443") is None
