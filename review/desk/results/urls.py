"""Addresses of this part of the desk, each with the action it takes."""

from __future__ import annotations

from django.urls import URLPattern

from review.desk.access.guard import route
from review.desk.access.roles import Action
from review.desk.results import export_files, roster_files, roster_pages, statement_file

urls: list[URLPattern] = [
    route("rosters/", roster_pages.rosters, Action.ROSTER_VIEW, "rosters"),
    route("rosters/<str:key>/", roster_pages.batch_rosters, Action.ROSTER_VIEW, "batch-rosters"),
    route(
        "rosters/<str:key>/<slug:roster>.<slug:form>",
        roster_files.roster_file,
        Action.ROSTER_EXPORT,
        "roster-file",
    ),
    route(
        "applicants/<int:applicant>/statement.pdf",
        statement_file.statement_file,
        Action.STATEMENT_EXPORT,
        "statement",
    ),
    route(
        "batches/<str:key>/export.<slug:syntax>",
        export_files.export_file,
        Action.DATA_EXPORT,
        "export",
    ),
]
