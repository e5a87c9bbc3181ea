"""Tables of synonyms: how a file is read, laid over another, and what it does to values."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.dedupe.kinds import ColumnKind
from engine.dedupe.normalise import Normaliser, normalise
from engine.dedupe.synonyms import Entry, Sheet, Subject, built_in, load, parse
from engine.paths import resource_path
from wording import catalogue


def test_lines_of_a_file() -> None:
    sheet = parse(
        "\ufeff# remark\n\nStreet = St, ＳＴＲ，st\n= 公司、Ltd\n! rd, av\nnonsense\n= \n"
    )
    assert sheet.entries == (Entry("street", ("st", "str")), Entry("", ("公司", "ltd")))
    assert sheet.removed == ("rd", "av")
    assert [dict(notice.params)["line"] for notice in sheet.notices] == [6, 7]
    assert parse(sheet.text) == Sheet(sheet.entries, sheet.removed)
    for language in ("en", "zh"):
        assert {notice.code for notice in sheet.notices} <= catalogue(language).keys()


@settings(max_examples=50)
@given(st.text(max_size=60))
def test_any_text_is_read_and_written_back(text: str) -> None:
    sheet = parse(text)
    assert parse(sheet.text) == Sheet(sheet.entries, sheet.removed)


@pytest.mark.parametrize("subject", list(Subject))
def test_every_table_is_there_and_clean(subject: Subject) -> None:
    path = resource_path("synonyms", f"{subject}.txt")
    assert not parse(path.read_text(encoding="utf-8")).notices
    assert built_in().of(subject)


def test_a_users_file_is_laid_over_ours(tmp_path: Path) -> None:
    (tmp_path / "address_words.txt").write_text(
        "quay = qy\nsaint = st\n! rd\npobox = post office box\n巷 = 弄\n", encoding="utf-8"
    )
    (tmp_path / "titles.txt").write_bytes(b"\xff\xfe\x00")
    mixed, notices = load([resource_path("synonyms"), tmp_path, tmp_path / "none"])
    assert mixed.digest != built_in().digest
    own = Normaliser(mixed)
    assert own("5 Old Qy, St Ives Rd", ColumnKind.ADDRESS) == "5 old quay saint ives rd"
    assert own("Post Office Box 7", ColumnKind.ADDRESS) == "pobox 7"
    assert own("中山弄7号", ColumnKind.ADDRESS) == own("中山巷7号", ColumnKind.ADDRESS)
    assert normalise("5 Old Qy, St Ives Rd", ColumnKind.ADDRESS) == "5 old qy street ives road"
    assert all(dict(notice.params)["path"] for notice in notices)


@pytest.mark.parametrize(
    ("kind", "one", "two"),
    [
        (ColumnKind.COMPANY, "廣州南粵食品股份有限公司", "广州南粤食品有限公司"),
        (ColumnKind.COMPANY, "Nordic Mfg Intl Inc.", "Nordic Manufacturing International"),
        (ColumnKind.NAME, "Dr. Bob O'Neill", "Robert ONeill"),
        (ColumnKind.NAME, "王小明先生", "王小明"),
        (ColumnKind.PRODUCT, 'LG 42" LCD TV DSC-W120', "LG 42-inch LCD TV DSCW120"),
        (ColumnKind.PRODUCT, "Kingston 8.0 GB card", "kingston 8GB Card"),
        (ColumnKind.PRODUCT, "5-port switch", "5 port switch"),
        (ColumnKind.DATE, "18-May-15", "May 18 , 2015"),
        (ColumnKind.DATE, "二〇二四年三月五日", "2024-03-05"),
        (ColumnKind.DATE, "45356", "2024-03-05"),
        (ColumnKind.DATE, "mars 2024", "March 2024"),
        (ColumnKind.DATE, "3 oct 1999", "1999/10/3"),
        (ColumnKind.NUMBER, "1.2万元", "12000"),
        (ColumnKind.NUMBER, "壹佰贰拾万元整", "1,200,000.00"),
        (ColumnKind.NUMBER, "$1.5 million", "1500000"),
        (ColumnKind.EMAIL, "Ann.Lee+news@Mail.com", "<ann.lee@mail.com>"),
        (ColumnKind.IDENTIFIER, "110105491231002", "11010519491231002X"),
    ],
)
def test_two_spellings_of_one_thing(kind: ColumnKind, one: str, two: str) -> None:
    assert normalise(one, kind) == normalise(two, kind)


@pytest.mark.parametrize("value", ["N/A", "暂无", " - ", "TBD", "?"])
def test_what_people_write_for_nothing_is_missing(value: str) -> None:
    assert normalise(value, ColumnKind.TEXT) == ""
