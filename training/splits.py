"""Which documents are kept for development figures, for every data set; the same everywhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from training.data import held_out

_STOCK = re.compile(r"(?:证券|股票)代码[:：\s]*(\d{6})")


def company_held_out(company: str) -> bool:
    """CUAD and EDGAR agreements: by company."""
    return held_out(company)


def filing_company(record: Mapping[str, Any]) -> str:
    """The company of a Chinese filing: its stock code, else the record's id."""
    code = _STOCK.search(record["text"])
    return code[1] if code else str(record["id"])


def filing_held_out(record: Mapping[str, Any]) -> bool:
    """fddc_zh: by company."""
    return held_out(filing_company(record), 0.2)


def template_held_out(class_name: str) -> bool:
    """templates_zh: by class, so that the held-out templates are of unseen kinds."""
    return held_out(f"template/{class_name}", 0.2)


def premise_held_out(premise: str) -> bool:
    """nli_en: by premise."""
    return held_out(premise, 0.08)
