"""Every value stands in its document: ``python -m benchmarks.grounded [--model NAME|FOLDER] [--rules-only]
[--every N] [--sets documents,cuad,…] [--threads 1]``.

Extracts fields of every type from all documents of the data folder (files in every format, and the texts of the
sets) through the program's own job, and holds each candidate, chosen or not, against the text that it claims to
quote. ``--every N`` takes every Nth document only. Prints a line a set and each value that stands nowhere; the
exit status is 1 where there is one.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from engine.control import JobControl
from engine.documents import PathSource, paste
from engine.events import ItemFailed, Results
from engine.extraction import parse_fields
from engine.jobs.extract import ExtractRequest, extract
from engine.jobs.services import NoCache, Services
from engine.models.registry import ModelRegistry
from engine.paths import resource_path
from engine.types import Document, Extraction, Field, Mention
from training.data import data_folder, read

ENGLISH = (
    "Party*, Agreement date(YYYY-MM-DD), Governing law, Term, Total amount(US$), Notice period, Address*, "
    "Email*, Exclusive(yes/no), Signatory(name+title), Line items{Description, Quantity, Amount(US$)}"
)
CHINESE = (
    "甲方, 乙方, 签订日期(YYYY-MM-DD), 合同金额(元), 期限, 身份证号(18位), 地址*, 电话*, 是否独家(是/否), "
    "负责人(姓名+职务), 货物清单{名称, 数量, 单价(元)}"
)
TEXTS = (
    "cuad",
    "kleister_nda",
    "contract_nli",
    "sec_agreements",
    "fddc_zh",
    "templates_zh",
    "laws_zh",
)


@dataclass(slots=True)
class Count:
    """What was looked at."""

    documents: int = 0
    failed: int = 0
    values: int = 0
    ungrounded: list[tuple[str, Mention]] = field(default_factory=list)


class Sources:
    """Documents of a set by reference, read when they are asked for. Implements ``DocumentSource``."""

    def __init__(self, texts: Mapping[str, str] | None) -> None:
        self._texts = texts
        self._files = PathSource()
        self.loaded: dict[str, Document] = {}

    def load(self, reference: str, control: JobControl) -> Document:
        """A file by its path, or a set's text by its id."""
        found = (
            self._files.load(reference, control)
            if self._texts is None
            else paste(self._texts[reference], reference)
        )
        self.loaded[found.id] = found
        return found


def ungrounded(document: Document, extraction: Extraction) -> Iterator[Mention]:
    """The candidates that are not a stretch of the document."""
    inner = (value for record in extraction.records for value in record.values)
    for mention in (*extraction.mentions, *inner):
        inside = 0 <= mention.start < mention.end <= len(document.text)
        if not inside or document.text[mention.start : mention.end] != mention.text:
            yield mention


def checked(
    references: Sequence[str],
    sources: Sources,
    models: ModelRegistry,
    fields: Sequence[Field],
    model: str | None,
    count: Count,
) -> None:
    """Run the job over ``references`` and add to ``count``."""
    request = ExtractRequest(tuple(references), tuple(fields), model=model)
    for payload in extract(request, Services(models, sources, NoCache()), JobControl()):
        if isinstance(payload, ItemFailed):
            count.failed += 1
        for result in payload.items if isinstance(payload, Results) else ():
            if isinstance(result, Extraction):
                document = sources.loaded.pop(result.document_id)
                count.documents += 1
                count.values += len(result.mentions)
                count.values += sum(len(record.values) for record in result.records)
                found = ungrounded(document, result)
                count.ungrounded += [(document.name, mention) for mention in found]


def references_of(name: str, every: int) -> tuple[list[str], Sources]:
    """What a set holds, and where it is read from."""
    if name == "documents":
        folder = data_folder() / "documents"
        files = sorted(str(f) for f in folder.glob("*/*") if f.suffix not in (".csv", ".jsonl"))
        return files[::every], Sources(None)
    texts = {str(r["id"]): str(r["text"]) for n, r in enumerate(read(name)) if n % every == 0}
    return list(texts), Sources(texts)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--model")
    parser.add_argument("--rules-only", action="store_true")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--sets", default=",".join(("documents", *TEXTS)))
    parser.add_argument("--threads", type=int)
    options = parser.parse_args()
    packs = [] if options.rules_only else [resource_path("models")]
    models = ModelRegistry(packs, "cpu", options.threads)
    print("| set | documents | unreadable | values | not in the text |")
    print("|---|---|---|---|---|")
    wrong = 0
    for name in options.sets.split(","):
        references, sources = references_of(name, options.every)
        count = Count()
        fields = parse_fields(CHINESE if name.endswith("_zh") else ENGLISH)
        checked(references, sources, models, fields, options.model, count)
        wrong += len(count.ungrounded)
        print(
            f"| {name} | {count.documents} | {count.failed} | {count.values:,} | "
            f"{len(count.ungrounded)} |",
            flush=True,
        )
        for document, mention in count.ungrounded:
            print(f"{document}: {mention.field} [{mention.start}, {mention.end}) {mention.text!r}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
