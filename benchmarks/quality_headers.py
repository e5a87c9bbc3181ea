"""How well an extractor finds what announcements print themselves: codes, short names, numbers, people.

The right values are read behind the labels that the texts print (``公告编号:2012-034``), on companies that no pack was
trained on; a label whose value has no sure end is not judged. Asked by the usual names, and by names that
were held out of training.
"""

from __future__ import annotations

from benchmarks.quality_extraction import Case, normal
from training import splits
from training.data import read, share
from training.extractor_labelled import SURE_ABSENT, announced, printed_in

USUAL = {
    "证券代码": "security_code",
    "证券简称": "security_name",
    "公告编号": "bulletin_number",
    "公告日期": "bulletin_date",
    "法定代表人": "legal_rep",
    "注册资本": "registered_capital",
    "成立日期": "founded",
    "占营业收入比例": "revenue_share",
}
UNSEEN = {
    "个股代码": "security_code",
    "股票的简称": "security_name",
    "公告的编号": "bulletin_number",
    "公告落款日期": "bulletin_date",
    "公司法人": "legal_rep",
    "登记资本": "registered_capital",
    "公司成立于": "founded",
    "营业收入占比": "revenue_share",
}


def cases(limit: int, fields: dict[str, str]) -> list[Case]:
    """Announcements of held-out companies, at most ``limit``, always the same ones."""
    records = [record for record in read("fddc_zh") if splits.filing_held_out(record)]
    made = []
    for record in sorted(records, key=lambda r: share(r["id"], "headers"))[:limit]:
        text = record["text"]
        found, unsure = announced(text)
        gold: dict[str, frozenset[str]] = {}
        for name, key in fields.items():
            sure = key in SURE_ABSENT and not printed_in(text, key)
            if key not in unsure and (key in found or sure):
                places = found.get(key, ())
                gold[name] = frozenset(normal(name, text[start:end]) for start, end in places)
        made.append(Case(text, gold))
    return made
