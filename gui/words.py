"""Figures, times and states as people say them."""

from __future__ import annotations

import re
import time

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from engine.types import Basis, Label, ReasonKind, ReviewState, RunStatus, Severity, Source
from gui.errors import Explainer
from gui.jobs import JobState

translate = QCoreApplication.translate

_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")


def job_line(job: JobState, explain: Explainer) -> str:
    """What a job is doing: its stage and the item in hand."""
    if job.stopping:
        return translate("Jobs", "Stopping…")
    if job.paused:
        return translate("Jobs", "Paused")
    if job.status is RunStatus.QUEUED or not job.stage:
        return translate("Jobs", "Waiting")
    stage = explain.code(job.stage).what
    return f"{stage} · {job.detail}" if job.detail else stage


def job_figures(job: JobState, now: float) -> str:
    """How far, how fast, how long still."""
    parts = []
    locale = QLocale()
    if job.total:
        parts.append(f"{locale.toString(job.done)} / {locale.toString(job.total)}")
    elif job.done:
        parts.append(locale.toString(job.done))
    rate = job.rate(now)
    if rate is not None:
        words = translate("Jobs", "{rate}/s")
        parts.append(words.format(rate=round_figure(rate)))
    left = job.seconds_left(now)
    if left is not None and not job.paused and job.done < (job.total or 0):
        parts.append(translate("Jobs", "{time} left").format(time=duration(left)))
    if job.failed:
        parts.append(translate("Jobs", "{count} failed").format(count=job.failed))
    return " · ".join(parts)


def round_figure(value: float) -> str:
    """Two figures for small ones, whole numbers for large ones."""
    locale = QLocale()
    if value >= 10:
        return locale.toString(round(value))
    return locale.toString(value, "f", 1)


def duration(seconds: float) -> str:
    """A time as people say it, coarser the longer it is."""
    whole = max(round(seconds), 0)
    if whole < 60:
        return translate("Jobs", "{seconds} s").format(seconds=whole)
    if whole < 3600:
        words = translate("Jobs", "{minutes} min {seconds} s")
        return words.format(minutes=whole // 60, seconds=whole % 60)
    words = translate("Jobs", "{hours} h {minutes} min")
    return words.format(hours=whole // 3600, minutes=whole % 3600 // 60)


def moment(seconds: float | None) -> str:
    """A point in time: the hour today, the date before that."""
    if not seconds:
        return ""
    then = QDateTime.fromSecsSinceEpoch(int(seconds))
    locale = QLocale()
    clock = locale.toString(then.time(), "HH:mm")
    if then.date() == QDateTime.fromSecsSinceEpoch(int(time.time())).date():
        return clock
    return f"{locale.toString(then.date(), QLocale.FormatType.ShortFormat)} {clock}"


def state_words(state: ReviewState) -> str:
    """What people call a review state."""
    return {
        ReviewState.PROPOSED: translate("Review", "To review"),
        ReviewState.ACCEPTED: translate("Review", "Accepted"),
        ReviewState.EDITED: translate("Review", "Edited"),
        ReviewState.REJECTED: translate("Review", "Rejected"),
    }[state]


STATE_ICONS = {
    ReviewState.PROPOSED: "proposed",
    ReviewState.ACCEPTED: "accept",
    ReviewState.EDITED: "edit",
    ReviewState.REJECTED: "reject",
}


def status_words(status: RunStatus) -> str:
    """What people call the standing of a run."""
    return {
        RunStatus.QUEUED: translate("Jobs", "Waiting"),
        RunStatus.RUNNING: translate("Jobs", "Running"),
        RunStatus.DONE: translate("Jobs", "Done"),
        RunStatus.DONE_WITH_FAILURES: translate("Jobs", "Done, some failed"),
        RunStatus.CANCELLED: translate("Jobs", "Stopped"),
        RunStatus.FAILED: translate("Jobs", "Failed"),
        RunStatus.INTERRUPTED: translate("Jobs", "Interrupted"),
    }[status]


def source_words(source: Source | None) -> str:
    """Who offered a value."""
    if source is None:
        return ""
    return {
        Source.MODEL: translate("Review", "Model"),
        Source.RULE: translate("Review", "Rule"),
        Source.PERSON: translate("Review", "Person"),
    }[source]


def label_words(label: Label) -> str:
    """What people call a verdict."""
    return {
        Label.CONTRADICTION: translate("Verdicts", "Contradiction"),
        Label.ENTAILMENT: translate("Verdicts", "Same or implied"),
        Label.NEUTRAL: translate("Verdicts", "Neutral"),
    }[label]


def answer_words(label: Label) -> str:
    """What a document says to a playbook's statement."""
    return {
        Label.ENTAILMENT: translate("Verdicts", "Supported"),
        Label.CONTRADICTION: translate("Verdicts", "Contradicted"),
        Label.NEUTRAL: translate("Verdicts", "Not mentioned"),
    }[label]


def reason_words(kind: ReasonKind) -> str:
    """What clashes."""
    return {
        ReasonKind.NUMBER: translate("Verdicts", "Number"),
        ReasonKind.DATE: translate("Verdicts", "Date"),
        ReasonKind.AMOUNT: translate("Verdicts", "Amount"),
        ReasonKind.PARTY: translate("Verdicts", "Party"),
        ReasonKind.MODALITY: translate("Verdicts", "May, must, must not"),
        ReasonKind.NEGATION: translate("Verdicts", "Negation"),
        ReasonKind.NOTICE: translate("Verdicts", "Notice period"),
        ReasonKind.PAYMENT: translate("Verdicts", "Payment term"),
        ReasonKind.EXCLUSIVITY: translate("Verdicts", "Exclusivity"),
        ReasonKind.DEFINITION: translate("Verdicts", "Defined term"),
        ReasonKind.LAW: translate("Verdicts", "Governing law"),
        ReasonKind.FORUM: translate("Verdicts", "Court or arbitration"),
        ReasonKind.PRECEDENCE: translate("Verdicts", "Order of precedence"),
        ReasonKind.FIGURES: translate("Verdicts", "Words and figures differ"),
        ReasonKind.REFERENCE: translate("Verdicts", "Reference to a missing clause"),
        ReasonKind.MODEL: translate("Verdicts", "Meaning of the clauses"),
    }[kind]


def severity_words(severity: Severity) -> str:
    """How much a contradiction matters."""
    return {
        Severity.NONE: translate("Verdicts", "None"),
        Severity.LOW: translate("Verdicts", "Low"),
        Severity.MEDIUM: translate("Verdicts", "Medium"),
        Severity.HIGH: translate("Verdicts", "High"),
    }[severity]


def basis_words(basis: Basis | None) -> str:
    """What a contradiction rests on."""
    if basis is None:
        return ""
    return {
        Basis.RULE: translate("Verdicts", "Rule"),
        Basis.MODEL: translate("Verdicts", "Model"),
        Basis.BOTH: translate("Verdicts", "Rule and model"),
    }[basis]


def percent(share: float | None) -> str:
    """A share as whole percent; 100 % only when it is whole."""
    if share is None:
        return ""
    return f"{100 if share >= 1 else int(share * 100 + 1e-9)} %"


def spoken(value: str) -> str:
    """A stored value as people say it: the ISO 8601 duration ``P2Y6M`` is "2 years 6 months", and
    ``P6M/P1Y`` "6 months – 1 year"."""
    if "/" in value and value.startswith("P"):
        ends = [(end, spoken(end)) for end in value.split("/")]
        known = len(ends) == 2 and all(end != said for end, said in ends)
        return " – ".join(said for _, said in ends) if known else value
    found = _DURATION.fullmatch(value) if value.startswith("P") else None
    if found is None or not any(found.groups()):
        return value
    units = (
        (translate("Values", "{n} year"), translate("Values", "{n} years")),
        (translate("Values", "{n} month"), translate("Values", "{n} months")),
        (translate("Values", "{n} week"), translate("Values", "{n} weeks")),
        (translate("Values", "{n} day"), translate("Values", "{n} days")),
        (translate("Values", "{n} hour"), translate("Values", "{n} hours")),
        (translate("Values", "{n} minute"), translate("Values", "{n} minutes")),
    )
    parts = [
        (one if int(count) == 1 else many).format(n=int(count))
        for count, (one, many) in zip(found.groups(), units, strict=True)
        if count
    ]
    return " ".join(parts)
