"""Who may go where: the table that the desk's addresses are held against.

A new address gets a row here: its name, the action it takes, the methods it answers. Every
action says in WHO whose it is: O operator, R reviewer, S second reviewer, A auditor,
M administrator.
"""

from dataclasses import dataclass

from review.desk.access.guard import PUBLIC
from review.desk.access.roles import Action, Role

LETTERS = {
    "O": Role.OPERATOR,
    "R": Role.REVIEWER,
    "S": Role.SECOND_REVIEWER,
    "A": Role.AUDITOR,
    "M": Role.ADMINISTRATOR,
}
WHO = {
    Action.OWN_ACCOUNT: "ORSAM",
    Action.BATCH_VIEW: "ORSAM",
    Action.BATCH_UPLOAD: "O   M",
    Action.QUEUE_VIEW: " RSAM",
    Action.ITEM_VIEW: " RSAM",
    Action.ITEM_TAKE: " RS M",
    Action.ITEM_DECIDE: " R   ",
    Action.ITEM_SECOND: "  S  ",
    Action.ITEM_ADJUDICATE: "    M",
    Action.ITEM_CORRECT: " RS  ",
    Action.PERSONAL_REVEAL: " RSAM",
    Action.ORIGINAL_DOWNLOAD: " RSAM",
    Action.OFFICIAL_RECORD: "ORS  ",
    Action.LOOKUPS_VIEW: "ORSAM",
    Action.ROSTER_VIEW: "ORSAM",
    Action.ROSTER_EXPORT: "OR  M",
    Action.DATA_EXPORT: "   AM",
    Action.STATEMENT_EXPORT: " RSAM",
    Action.QUALITY_VIEW: "   AM",
    Action.RECORD_VIEW: "   AM",
    Action.RECORD_EXPORT: "   AM",
    Action.PEOPLE_MANAGE: "    M",
}


@dataclass(frozen=True)
class Row:
    """What an address takes: an action (or PUBLIC), and the methods it answers."""

    action: Action | str
    methods: tuple[str, ...]


GET, POST, BOTH = ("GET",), ("POST",), ("GET", "POST")
TABLE = {
    "home": Row(Action.OWN_ACCOUNT, GET),
    "login": Row(PUBLIC, BOTH),
    "logout": Row(PUBLIC, POST),
    "language": Row(PUBLIC, POST),
    "account": Row(Action.OWN_ACCOUNT, GET),
    "new-password": Row(Action.OWN_ACCOUNT, BOTH),
    "people": Row(Action.PEOPLE_MANAGE, GET),
    "new-person": Row(Action.PEOPLE_MANAGE, BOTH),
    "person": Row(Action.PEOPLE_MANAGE, BOTH),
    "close-person": Row(Action.PEOPLE_MANAGE, POST),
    "reopen-person": Row(Action.PEOPLE_MANAGE, POST),
    "unlock-person": Row(Action.PEOPLE_MANAGE, POST),
    "reset-password": Row(Action.PEOPLE_MANAGE, POST),
    "offices": Row(Action.PEOPLE_MANAGE, BOTH),
    "batches": Row(Action.BATCH_VIEW, GET),
    "batch-progress": Row(Action.BATCH_VIEW, GET),
    "batch": Row(Action.BATCH_VIEW, GET),
    "batch-files": Row(Action.BATCH_VIEW, GET),
    "try-again": Row(Action.BATCH_UPLOAD, POST),
    "upload-begin": Row(Action.BATCH_UPLOAD, POST),
    "upload-files": Row(Action.BATCH_UPLOAD, BOTH),
    "upload-listed": Row(Action.BATCH_UPLOAD, POST),
    "upload-piece": Row(Action.BATCH_UPLOAD, POST),
    "upload-hand-over": Row(Action.BATCH_UPLOAD, POST),
    "upload-give-up": Row(Action.BATCH_UPLOAD, POST),
    "queue": Row(Action.QUEUE_VIEW, GET),
    "next-item": Row(Action.ITEM_TAKE, POST),
    "saved-filters": Row(Action.QUEUE_VIEW, BOTH),
    "rename-filter": Row(Action.QUEUE_VIEW, POST),
    "remove-filter": Row(Action.QUEUE_VIEW, POST),
    "upload": Row(Action.BATCH_UPLOAD, GET),
    "page-image": Row(Action.ITEM_VIEW, GET),
    "original": Row(Action.ORIGINAL_DOWNLOAD, GET),
    "applicant": Row(Action.ITEM_VIEW, GET),
    "reveal": Row(Action.PERSONAL_REVEAL, BOTH),
    "official": Row(Action.OFFICIAL_RECORD, BOTH),
    "correct": Row(Action.ITEM_CORRECT, BOTH),
    "lookups": Row(Action.LOOKUPS_VIEW, GET),
    "lookups-csv": Row(Action.LOOKUPS_VIEW, GET),
    "lookups-xlsx": Row(Action.LOOKUPS_VIEW, GET),
    "bring-files": Row(Action.OFFICIAL_RECORD, POST),
    "item": Row(Action.ITEM_VIEW, GET),
    "item-history": Row(Action.ITEM_VIEW, GET),
    "take": Row(Action.ITEM_TAKE, POST),
    "heartbeat": Row(Action.ITEM_TAKE, POST),
    "release": Row(Action.ITEM_TAKE, POST),
    "draft": Row(Action.ITEM_TAKE, POST),
    "decide": Row(Action.ITEM_TAKE, BOTH),
    "reopen": Row(Action.ITEM_TAKE, POST),
    "rosters": Row(Action.ROSTER_VIEW, GET),
    "batch-rosters": Row(Action.ROSTER_VIEW, GET),
    "roster-file": Row(Action.ROSTER_EXPORT, GET),
    "statement": Row(Action.STATEMENT_EXPORT, GET),
    "export": Row(Action.DATA_EXPORT, GET),
    "quality": Row(Action.QUALITY_VIEW, GET),
    "record": Row(Action.RECORD_VIEW, GET),
    "verify-record": Row(Action.RECORD_VIEW, POST),
    "record-csv": Row(Action.RECORD_EXPORT, GET),
    "record-jsonl": Row(Action.RECORD_EXPORT, GET),
}
ARGUMENTS = {
    "username": "somebody",
    "key": "xinxiang-2024-001",
    "roster": "pass",
    "form": "xlsx",
    "syntax": "csv",
    "upload": 0,
    "page": 1,
}
"""What stands in an address for a parameter; `item` and `applicant` are of a published case."""
BY_CONVERTER = {
    "IntConverter": 1,
    "UUIDConverter": "00000000-0000-4000-8000-000000000000",
    "SlugConverter": "x",
    "StringConverter": "x",
}
"""For parameters that ARGUMENTS does not name; what is not there is not found, behind the door."""
