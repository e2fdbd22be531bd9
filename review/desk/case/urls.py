"""Addresses of this part of the desk, each with the action it takes."""

from __future__ import annotations

from review.desk.access.guard import route
from review.desk.access.roles import Action
from review.desk.case.applicant import applicant, reveal
from review.desk.case.correcting import correct_page
from review.desk.case.lookups import bring_files, lookups, lookups_csv, lookups_xlsx
from review.desk.case.official import official

urls = [
    route("applicants/<int:applicant>/", applicant, Action.ITEM_VIEW, "applicant"),
    route("applicants/<int:applicant>/reveal/", reveal, Action.PERSONAL_REVEAL, "reveal"),
    route("applicants/<int:applicant>/official/", official, Action.OFFICIAL_RECORD, "official"),
    route("items/<int:item>/correct/", correct_page, Action.ITEM_CORRECT, "correct"),
    route("lookups/", lookups, Action.LOOKUPS_VIEW, "lookups"),
    route("lookups.csv", lookups_csv, Action.LOOKUPS_VIEW, "lookups-csv"),
    route("lookups.xlsx", lookups_xlsx, Action.LOOKUPS_VIEW, "lookups-xlsx"),
    route("lookups/files/", bring_files, Action.OFFICIAL_RECORD, "bring-files"),
]
