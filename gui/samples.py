"""The samples that come with the program, and what is worth asking of them."""

from __future__ import annotations

from engine.paths import resource_path

DOCUMENTS = (".docx", ".pdf", ".txt")
TABLE = "customers.xlsx"
COLUMNS = ("Company", "Contact", "Phone", "Address")
"""The columns of the table that tell one customer from another."""

FIELDS = {
    "en": "Party*\nEffective date(YYYY-MM-DD)\nTerm\nNotice period\nGoverning law",
    "zh": "甲方\n乙方\n签订日期(YYYY-MM-DD)\n合同期限\n合同金额(元)\n争议解决",
}
"""Fields that the sample contracts have, by the language of the window."""


def sample_documents() -> list[str]:
    """The paths of the sample contracts."""
    folder = resource_path("samples")
    return [str(path) for path in sorted(folder.iterdir()) if path.suffix in DOCUMENTS]


def sample_table() -> str:
    """The path of the sample table, in which customers stand twice."""
    return str(resource_path("samples", TABLE))
