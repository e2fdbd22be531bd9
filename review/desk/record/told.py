"""How the record tells of decisions, corrections and official results: the whole row."""

from __future__ import annotations

import datetime as dt
from functools import singledispatch
from typing import Any

from django.db.models import Model

from review.desk.models import Correction, Decision, OfficialEntry

DECIDED = "item.decided"
REOPENED = "item.reopened"
CORRECTED = "item.corrected"
OFFICIAL = "official.entered"
TOLD: dict[str, type[Model]] = {
    DECIDED: Decision,
    CORRECTED: Correction,
    OFFICIAL: OfficialEntry,
}
"""The actions whose subject is `subject_of(row)` and whose detail is `told(row)`."""
_SUBJECTS = {Decision: "decision", Correction: "correction", OfficialEntry: "official"}


def subject_of(row: Model) -> str:
    """The subject of the event that tells of a row: `decision/12`, `correction/3`, `official/5`."""
    return f"{_SUBJECTS[type(row)]}/{row.pk}"


@singledispatch
def told(row: Model) -> dict[str, Any]:
    """The content of a row as the record keeps it. Raises TypeError for any other row."""
    raise TypeError(f"the record does not tell of {type(row).__name__}")


@told.register
def _decision(row: Decision) -> dict[str, Any]:
    return {
        "item": row.item_id,
        "person": row.person_id,
        "at": _moment(row.at),
        "stage": row.stage,
        "round": row.round,
        "choice": row.choice,
        "reason": row.reason,
        "text": row.text,
        "supplement": row.supplement,
        "until": row.until.isoformat() if row.until else None,
        "evidence": row.evidence,
        "seen": row.seen,
        "overrules": row.overrules,
        "seconds": row.seconds,
    }


@told.register
def _correction(row: Correction) -> dict[str, Any]:
    return {
        "applicant": row.applicant_id,
        "item": row.item_id,
        "person": row.person_id,
        "at": _moment(row.at),
        "upload": row.upload,
        "page": row.page,
        "kind": row.kind,
        "field": row.field,
        "read": row.read_value,
        "corrected": row.corrected_value,
        "note": row.note,
    }


@told.register
def _official(row: OfficialEntry) -> dict[str, Any]:
    return {
        "applicant": row.applicant_id,
        "person": row.person_id,
        "at": _moment(row.at),
        "patent_number": row.patent_number,
        "folder": row.folder,
        "content": row.content,
    }


def _moment(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")
