"""The records that flow through everything: frozen, standard library only.

Every span is ``[start, end)`` in Unicode code points of a document's canonical text.
Every id is stable: a hash of content and position, so that a re-run finds its earlier
results and never duplicates them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any

Scalar = str | int | float | bool | None | dt.date | dt.datetime | dt.time
"""What a spreadsheet cell can hold once read, of the type it has there; see :func:`cell_text`."""

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in points, origin at the page's top left corner."""


def stable_id(*parts: object) -> str:
    """A 20-digit hexadecimal id of ``parts``; equal parts give equal ids on every machine."""
    joined = "\x1f".join(str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:20]


PREFERRED = "preferred"
"""Instead of a model's name: the one that the user chose for the task, or the first there is."""


def cell_text(value: Scalar) -> str:
    """A cell as text: nothing for an empty one, ISO 8601 for dates and times."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


@dataclass(frozen=True, slots=True)
class ItemFailure:
    """One document, row or pair that could not be processed: a code and what fills its sentence."""

    item: str
    code: str
    params: tuple[tuple[str, Scalar], ...] = ()


# --- Documents -----------------------------------------------------------------------


class DocumentKind(StrEnum):
    """What a file was found to be, by its content."""

    DOCX = "docx"
    PDF = "pdf"
    TEXT = "text"
    HTML = "html"
    IMAGE = "image"


class BlockKind(StrEnum):
    """The part of the page that a block of text came from."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    TABLE_CELL = "table_cell"
    HEADER = "header"
    FOOTER = "footer"
    FOOTNOTE = "footnote"
    TEXT_BOX = "text_box"


@dataclass(frozen=True, slots=True)
class Page:
    """One page; ``width`` and ``height`` in points, 0 where the format has no pages."""

    number: int
    start: int
    end: int
    width: float = 0.0
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text with one role. ``label`` is a computed list number such as ``4.2`` or ``(a)``.

    The label stands in the text (it is part of ``[start, end)``), because people cite it.
    ``row`` and ``column`` are set for table cells, counted from 0 within their ``table``.
    """

    kind: BlockKind
    start: int
    end: int
    page: int | None = None
    box: Box | None = None
    label: str | None = None
    level: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """A word's place on a page; only formats with a fixed layout have words."""

    start: int
    end: int
    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person should know about a document or a row that did load."""

    code: str
    params: tuple[tuple[str, Scalar], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One file's canonical text with its pages, blocks and offsets.

    ``id`` is a hash of the content alone: the same bytes at two paths are one document.
    ``language`` is ``"zh"``, ``"en"`` or ``"other"``. ``readable`` is the share of the file's
    pages whose text could be read; the rest has a :class:`Notice` that says why.
    """

    id: str
    path: str
    name: str
    sha256: str
    kind: DocumentKind
    text: str
    language: str = "en"
    pages: tuple[Page, ...] = ()
    blocks: tuple[Block, ...] = ()
    words: tuple[Word, ...] = ()
    readable: float = 1.0
    notices: tuple[Notice, ...] = ()

    def page_at(self, offset: int) -> int | None:
        """The number of the page that holds ``offset``; ``None`` where there are no pages."""
        for page in self.pages:
            if page.start <= offset < page.end:
                return page.number
        return self.pages[-1].number if self.pages and offset >= self.pages[-1].end else None


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered or headed part of a document.

    ``[start, end)`` is the clause's own text up to its first child; ``number`` is as printed
    (``第一条``, ``4.2``, ``(a)``), ``path`` the numbers from the root, joined by `` › ``.
    """

    id: str
    document_id: str
    number: str
    heading: str
    path: str
    level: int
    start: int
    end: int
    parent_id: str | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a document small enough for a model; neighbours overlap."""

    start: int
    end: int


# --- Fields and values ---------------------------------------------------------------


class FieldType(StrEnum):
    """How a field's raw text is normalised and checked."""

    TEXT = "text"
    PARTY = "party"
    PERSON = "person"
    DATE = "date"
    AMOUNT = "amount"
    NUMBER = "number"
    PERCENTAGE = "percentage"
    DURATION = "duration"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    IDENTITY_NUMBER = "identity_number"
    CREDIT_CODE = "credit_code"
    BANK_ACCOUNT = "bank_account"
    CHOICE = "choice"
    COMPOUND = "compound"
    RECORDS = "records"


@dataclass(frozen=True, slots=True)
class Field:
    """What a user wants to know.

    ``hint`` is what stood in brackets, as typed; ``many`` is a trailing ``*``;
    ``threshold`` is the score below which a mention is not chosen (``None``: the model's own).
    ``columns`` are the fields of each record, where the type is ``RECORDS`` (a delivery line, a
    party with its role); their names are their own within the group.
    """

    name: str
    type: FieldType = FieldType.TEXT
    hint: str = ""
    description: str = ""
    format: str = ""
    unit: str = ""
    choices: tuple[str, ...] = ()
    sub_fields: tuple[str, ...] = ()
    many: bool = False
    threshold: float | None = None
    columns: tuple[Field, ...] = ()


class Source(StrEnum):
    """Who offered a mention."""

    MODEL = "model"
    RULE = "rule"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that a model or a rule offers as a field's value: ``text == document.text[start:end]``.

    ``score`` is a calibrated probability. ``normalized`` is the ISO date, the plain number, the
    choice; ``None`` when the text could not be normalised without guessing (``doubt`` says why).
    ``why`` is the code of what raised or lowered it among the candidates (``named_in_preamble``,
    ``sources_agree`` …), ``None`` where its own score alone decided.
    """

    id: str
    document_id: str
    field: str
    start: int
    end: int
    text: str
    score: float
    source: Source
    page: int | None = None
    normalized: str | None = None
    doubt: str | None = None
    chosen: bool = False
    why: str | None = None


class Layout(StrEnum):
    """What held the values of a record together; ``PERSON``: somebody put them together."""

    TABLE = "table"
    LINE = "line"
    SENTENCE = "sentence"
    ORDER = "order"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class FoundRecord:
    """One record of a group of fields in a document, in the order of the document (``number`` from 1).

    ``values`` hold at most one mention a column; a mention's ``field`` is the column's own name.
    ``id`` is made of the place of the record's first value, so that a re-run finds it again.
    """

    id: str
    document_id: str
    group: str
    number: int
    values: tuple[Mention, ...]
    layout: Layout


@dataclass(frozen=True, slots=True)
class Doubt:
    """Values of one document that do not fit together: a ``code`` with its sentence in ``wording``.

    ``fields`` are the cells it hangs on, the first one first; a record's cell by its whole name.
    """

    document_id: str
    code: str
    fields: tuple[str, ...]
    params: tuple[tuple[str, Scalar], ...] = ()


@dataclass(frozen=True, slots=True)
class Unlocated:
    """A value that a generating model wrote and that stands nowhere in the document as written.

    It never stands in a cell: a person may look for it and pick its place.
    """

    document_id: str
    field: str
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything one document gave in one run.

    ``coverage`` is the share of its characters that the model read, in [0, 1]; where no model
    applies, the share that the rules read. ``notices`` say why it is below 1, or that rules
    worked alone.
    """

    document_id: str
    mentions: tuple[Mention, ...]
    coverage: float
    notices: tuple[Notice, ...] = ()
    records: tuple[FoundRecord, ...] = ()
    unlocated: tuple[Unlocated, ...] = ()


# --- Tables, pairs, clusters ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Address:
    """Where a row stands: ``row`` counts from 1 as the spreadsheet shows it, header included."""

    path: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class TableSchema:
    """A sheet's columns, in order; ``header_row`` is 0 where the sheet has no header.

    ``notices`` say what a person should know of the sheet; they are complete once it was read.
    """

    path: str
    sheet: str
    columns: tuple[str, ...]
    header_row: int = 1
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a table; ``values`` keep the types of the file, in the order of its columns."""

    id: str
    address: Address
    values: tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records (or texts) with a score in [0, 1]. ``why`` is each column's similarity, where both
    sides have a value; ``evidence`` the log odds that add up to the score
    (see :mod:`engine.dedupe.explanation`)."""

    id: str
    left_id: str
    right_id: str
    left: Address
    right: Address
    score: float
    cluster: int | None = None
    why: tuple[tuple[str, float], ...] = ()
    evidence: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Cluster:
    """Records joined by accepted pairs; ``survivor_id`` is the one that stays in the clean sheet.

    ``doubt`` is the code of why a person should look at it, empty where nothing speaks against it.
    """

    number: int
    record_ids: tuple[str, ...]
    survivor_id: str
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class ScoredPair:
    """One line of a bulk pair-scoring run, in input order (``line`` counts from 1).

    ``data`` is the input object as read; ``scores`` maps label to probability (a similarity model
    has the one label ``"score"``) and is empty where ``failure`` is set.
    """

    line: int
    data: tuple[tuple[str, Any], ...]
    scores: tuple[tuple[str, float], ...] = ()
    label: str | None = None
    failure: ItemFailure | None = None


# --- Contradictions ------------------------------------------------------------------


class Label(StrEnum):
    """The three verdicts of natural language inference."""

    ENTAILMENT = "entailment"
    NEUTRAL = "neutral"
    CONTRADICTION = "contradiction"


class ReasonKind(StrEnum):
    """What clashes.

    ``NOTICE`` and ``PAYMENT`` are periods of those matters, ``FORUM`` courts or arbitration,
    ``PRECEDENCE`` clauses that give different documents the last word, ``FIGURES`` a number whose
    words and figures differ, ``REFERENCE`` a clause that is cited and does not exist.
    """

    NUMBER = "number"
    DATE = "date"
    AMOUNT = "amount"
    PARTY = "party"
    MODALITY = "modality"
    NEGATION = "negation"
    NOTICE = "notice"
    PAYMENT = "payment"
    EXCLUSIVITY = "exclusivity"
    DEFINITION = "definition"
    LAW = "law"
    FORUM = "forum"
    PRECEDENCE = "precedence"
    FIGURES = "figures"
    REFERENCE = "reference"
    MODEL = "model"


class Basis(StrEnum):
    """What a contradiction rests on: words that a rule found, the model's reading, or both."""

    RULE = "rule"
    MODEL = "model"
    BOTH = "both"


class Severity(IntEnum):
    """How much a contradiction matters; the higher, the worse."""

    NONE = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3


@dataclass(frozen=True, slots=True)
class ClauseRef:
    """One side of a verdict: a statement inside a clause of a document."""

    document_id: str
    clause: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Reason:
    """The words that clash; spans are in the documents of the two sides, -1 where a side has none."""

    kind: ReasonKind
    left: str
    right: str
    left_start: int = -1
    left_end: int = -1
    right_start: int = -1
    right_end: int = -1


class Side(StrEnum):
    """One side of a verdict."""

    PREMISE = "premise"
    HYPOTHESIS = "hypothesis"


class EvidenceRole(StrEnum):
    """Why a further clause stands with a verdict."""

    CLAUSE = "clause"
    DEFINITION = "definition"
    PRECEDENCE = "precedence"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A further place that a verdict rests on: a definition that was applied, the clause that says
    which document prevails, or a clause that speaks to a playbook's statement. ``label`` and
    ``score`` (its probability) are set where that clause was judged by itself."""

    role: EvidenceRole
    place: ClauseRef
    label: Label | None = None
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Expectation:
    """The statement of a playbook that a verdict is about.

    ``playbook`` is its title, ``statement`` the statement's id in it; ``allowed`` are the labels
    that are as they should be; ``severity`` counts where the label is another; ``advice`` says
    what to do then.
    """

    playbook: str
    statement: str
    allowed: tuple[Label, ...]
    severity: Severity
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What holds for an ordered pair premise → hypothesis; the three probabilities sum to 1.

    Where ``expectation`` is set, the hypothesis is a playbook's statement: its ``document_id`` is
    :func:`playbook_id`, its ``clause`` the statement's id, and the premise is the clause of the
    document that speaks to it most (``start`` -1 and no text where none does; the others are
    ``evidence``). ``severity`` ``None``: as label, reasons and probability tell. ``prevails``: the side
    that an order-of-precedence clause among the ``evidence`` gives the last word.
    ``disagree``: rules and model were both asked and came to different answers. ``identity`` is
    made of the words of both sides and nothing of their place, so that a decision carries over to
    the next version of a document.
    """

    id: str
    premise: ClauseRef
    hypothesis: ClauseRef
    label: Label
    entailment: float
    neutral: float
    contradiction: float
    reasons: tuple[Reason, ...] = ()
    severity: Severity | None = None
    evidence: tuple[Evidence, ...] = ()
    prevails: Side | None = None
    disagree: bool = False
    identity: str = ""
    expectation: Expectation | None = None


def playbook_id(name: str) -> str:
    """What stands for a document's id on a playbook's side of a verdict."""
    return f"playbook:{name}"


def is_playbook(document_id: str) -> bool:
    """Whether the id is one of :func:`playbook_id`."""
    return document_id.startswith("playbook:")


# --- Comparison ----------------------------------------------------------------------


class Change(StrEnum):
    """What became of a clause from the old version to the new one.

    The leading kind, in the order of telling most: a clause that was moved and edited is
    ``moved``; :class:`ClauseChange` has a flag for each of the others.
    """

    SAME = "same"
    EDITED = "edited"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"
    RENUMBERED = "renumbered"
    ADDED = "added"
    REMOVED = "removed"


class Bearing(StrEnum):
    """What an edit does to the meaning of a clause, seen from the party that it binds.

    ``UNCLEAR``: something was said differently, and neither rules nor model can tell the way.
    """

    SAME_MEANING = "same_meaning"
    STRICTER = "stricter"
    LOOSER = "looser"
    CONTRADICTS = "contradicts"
    UNCLEAR = "unclear"


class DiffOp(StrEnum):
    """What a stretch of a difference does."""

    EQUAL = "="
    DELETE = "-"
    INSERT = "+"


@dataclass(frozen=True, slots=True)
class DiffPart:
    """A stretch of text that both versions have, or one of them.

    The parts that are not INSERT, joined, are the old text; those that are not DELETE the new one.
    """

    op: DiffOp
    text: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an edit means. ``party`` is who is bound more or less ("" where nobody is named).

    ``reasons`` are the words that make it so, with spans in the old (left) and the new document
    (right). ``forward`` is what the model says of old → new and ``backward`` of new → old, as
    (entailment, neutral, contradiction); empty where no model was asked. ``basis`` is ``None``
    where nothing clashes or changes.
    """

    bearing: Bearing
    party: str = ""
    basis: Basis | None = None
    reasons: tuple[Reason, ...] = ()
    forward: tuple[float, ...] = ()
    backward: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """One clause (or the several that it was split into or merged from) in both versions.

    ``old`` is empty for an added clause, ``new`` for a removed one; several only where it was
    split or merged. A side's text is the clause's own, its number and heading with it.
    ``position`` counts a comparison's changes in reading order from 0: those of the new version,
    with what was removed where it stood. ``similarity`` of the texts is in [0, 1]. ``diff`` is
    empty for two languages. ``meaning`` is set where the wording of a clause differs.
    """

    id: str
    comparison_id: str
    position: int
    change: Change
    old: tuple[ClauseRef, ...]
    new: tuple[ClauseRef, ...]
    similarity: float
    edited: bool = False
    moved: bool = False
    renumbered: bool = False
    diff: tuple[DiffPart, ...] = ()
    meaning: Meaning | None = None


class ComparisonMode(StrEnum):
    """What was compared: two versions in one language, one contract in two languages, or the two
    states of one file with tracked changes."""

    VERSIONS = "versions"
    LANGUAGES = "languages"
    TRACKED = "tracked"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents that were compared. ``old_clauses`` and ``new_clauses`` count what was read.

    The changes follow it; ``id`` is :func:`comparison_id` of its documents.
    """

    id: str
    old_id: str
    new_id: str
    mode: ComparisonMode
    old_clauses: int
    new_clauses: int


def comparison_id(old_id: str, new_id: str) -> str:
    """The id of the comparison of one document with another; the order matters."""
    return stable_id("comparison", old_id, new_id)


# --- Runs and edits ------------------------------------------------------------------


class RunStatus(StrEnum):
    """How a run stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    DONE_WITH_FAILURES = "done_with_failures"
    CANCELLED = "cancelled"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class Run:
    """One execution of a job. Times are seconds since the epoch, UTC."""

    id: str
    job: str
    settings: tuple[tuple[str, Any], ...]
    model: str
    status: RunStatus
    started: float
    finished: float | None = None
    done: int = 0
    failed: int = 0
    total: int = 0


class ReviewState(StrEnum):
    """What a person has said of a value, a pair, a verdict or a change."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    EDITED = "edited"
    REJECTED = "rejected"


class Target(StrEnum):
    """What an edit is about."""

    CELL = "cell"
    PAIR = "pair"
    RECORD = "record"
    VERDICT = "verdict"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Edit:
    """A person's decision, kept beside model output and never over it.

    ``target_id`` is stable over runs: :func:`cell_id` for cells, the id of the pair, the record, the
    verdict or the change.
    ``value`` is the text typed or picked (``None`` where only the state changed);
    ``start``/``end`` its span when it was picked in the document, -1 when typed. ``at`` is the moment
    (seconds since 1970; 0: now) and ``reviewer`` the person, empty where nobody's name is known.
    """

    target: Target
    target_id: str
    state: ReviewState
    value: str | None = None
    start: int = -1
    end: int = -1
    reason: str = ""
    at: float = 0.0
    reviewer: str = ""


def cell_id(document_id: str, field_name: str) -> str:
    """The id of the cell where ``document_id``'s row meets the column ``field_name``."""
    return stable_id("cell", document_id, field_name)
