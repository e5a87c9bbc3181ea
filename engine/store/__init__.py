"""The project file: one SQLite database in WAL mode that holds documents, runs, results and edits.

>>> project = Project.create(path)         # or Project.open(path); raises coded UserErrors
>>> project.documents.page(0, 100, Query(sort="name"))
>>> project.edits.apply(Edit(Target.PAIR, pair_id, ReviewState.ACCEPTED))   # returns the previous
>>> project.close()

Thread: a :class:`Project` may be used from any thread; each thread gets its own connection. Reads
of a page are short enough for the GUI thread; the results of a run are written by its sink.
"""

from engine.store.project import Project
from engine.store.query import EVERYTHING, Filter, Query
from engine.store.recovery import Recovery, recover
from engine.store.rows import (
    Cell,
    ClusterRow,
    DocumentRow,
    FailureRow,
    FieldsRow,
    PairRow,
    RecordRow,
    TableRow,
    VerdictPoint,
    VerdictRow,
)
from engine.store.rows_compare import ChangeRow, ComparisonRow
from engine.store.sink import ProjectSink
from engine.store.source import ProjectSource
from engine.store.tallies import JUDGED, PENDING, Place, Standing, Tally

__all__ = [
    "EVERYTHING",
    "JUDGED",
    "PENDING",
    "Cell",
    "ChangeRow",
    "ClusterRow",
    "ComparisonRow",
    "DocumentRow",
    "FailureRow",
    "FieldsRow",
    "Filter",
    "PairRow",
    "Place",
    "Project",
    "ProjectSink",
    "ProjectSource",
    "Query",
    "RecordRow",
    "Recovery",
    "Standing",
    "TableRow",
    "Tally",
    "VerdictPoint",
    "VerdictRow",
    "recover",
]
