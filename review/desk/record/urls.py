"""Addresses of this part of the desk, each with the action it takes."""

from __future__ import annotations

from django.urls import URLPattern

from review.desk.access.guard import route
from review.desk.access.roles import Action
from review.desk.record.checking import verify
from review.desk.record.exporting import export_csv, export_json_lines
from review.desk.record.pages import record

urls: list[URLPattern] = [
    route("record/", record, Action.RECORD_VIEW, "record"),
    route("record/verify/", verify, Action.RECORD_VIEW, "verify-record"),
    route("record/export.csv", export_csv, Action.RECORD_EXPORT, "record-csv"),
    route("record/export.jsonl", export_json_lines, Action.RECORD_EXPORT, "record-jsonl"),
]
