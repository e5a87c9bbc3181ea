"""Results to files: xlsx, csv, jsonl, markdown, html. The window and the command line both call these.

>>> about = About(language="en", run=run_facts(run), failures=failures, say=sentence_of)
>>> write_extractions(Path("out.xlsx"), rows, fields, about)      # the suffix names the format
>>> write_extractions(sys.stdout, rows, fields, about, kind="jsonl")

A file is written beside its target and put in its place when it is whole. Errors are
``UserError``: ``output_locked``, ``disk_full``, ``folder_missing``, ``folder_read_only``,
``export_format``. Rows are iterables and are streamed.
"""

from engine.export.about import About, run_facts
from engine.export.comparison_rows import ComparisonReport, JudgedChange
from engine.export.comparisons import COMPARISON_FORMATS, write_comparison
from engine.export.duplicates import DUPLICATE_FORMATS, SheetRows, write_duplicates
from engine.export.extractions import EXTRACTION_FORMATS, write_extractions
from engine.export.rows import ExtractedDocument, ExtractedRecord, RecordValue
from engine.export.scored import SCORED_FORMATS, ScoredWriter, write_scored_pairs
from engine.export.scored_file import ScoredFile, failed_list
from engine.export.verdicts import VERDICT_FORMATS, JudgedVerdict, write_verdicts
from engine.export.watch import UNWATCHED, Watch

__all__ = [
    "COMPARISON_FORMATS",
    "DUPLICATE_FORMATS",
    "EXTRACTION_FORMATS",
    "SCORED_FORMATS",
    "UNWATCHED",
    "VERDICT_FORMATS",
    "About",
    "ComparisonReport",
    "ExtractedDocument",
    "ExtractedRecord",
    "JudgedChange",
    "JudgedVerdict",
    "RecordValue",
    "ScoredFile",
    "ScoredWriter",
    "SheetRows",
    "Watch",
    "failed_list",
    "run_facts",
    "write_comparison",
    "write_duplicates",
    "write_extractions",
    "write_scored_pairs",
    "write_verdicts",
]
