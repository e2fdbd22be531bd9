"""Roles and named actions: the one table that says who may do what."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    """What an account may be; a person may be several."""

    OPERATOR = "operator"
    REVIEWER = "reviewer"
    SECOND_REVIEWER = "second_reviewer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


ROLE_NAMES = {
    Role.OPERATOR: ("操作员", "Operator"),
    Role.REVIEWER: ("审核员", "Reviewer"),
    Role.SECOND_REVIEWER: ("复核员", "Second reviewer"),
    Role.AUDITOR: ("监督员", "Auditor"),
    Role.ADMINISTRATOR: ("管理员", "Administrator"),
}


class Action(StrEnum):
    """Everything that can be done at the desk."""

    OWN_ACCOUNT = "own_account"
    BATCH_VIEW = "batch.view"
    BATCH_UPLOAD = "batch.upload"
    QUEUE_VIEW = "queue.view"
    ITEM_VIEW = "item.view"
    ITEM_TAKE = "item.take"
    ITEM_DECIDE = "item.decide"
    ITEM_SECOND = "item.second"
    ITEM_ADJUDICATE = "item.adjudicate"
    ITEM_CORRECT = "item.correct"
    PERSONAL_REVEAL = "personal.reveal"
    ORIGINAL_DOWNLOAD = "original.download"
    OFFICIAL_RECORD = "official.record"
    LOOKUPS_VIEW = "lookups.view"
    ROSTER_VIEW = "roster.view"
    ROSTER_EXPORT = "roster.export"
    DATA_EXPORT = "data.export"
    STATEMENT_EXPORT = "statement.export"
    QUALITY_VIEW = "quality.view"
    RECORD_VIEW = "record.view"
    RECORD_EXPORT = "record.export"
    PEOPLE_MANAGE = "people.manage"


_ALL = frozenset(Role)
_AT_WORK = frozenset({Role.REVIEWER, Role.SECOND_REVIEWER, Role.ADMINISTRATOR})
_READING = _AT_WORK | {Role.AUDITOR}
_ANYBODY_OF_THE_BODY = _READING | {Role.OPERATOR}

ALLOWED: dict[Action, frozenset[Role]] = {
    Action.OWN_ACCOUNT: _ALL,
    Action.BATCH_VIEW: _ANYBODY_OF_THE_BODY,
    Action.BATCH_UPLOAD: frozenset({Role.OPERATOR, Role.ADMINISTRATOR}),
    Action.QUEUE_VIEW: _READING,
    Action.ITEM_VIEW: _READING,
    Action.ITEM_TAKE: _AT_WORK,
    Action.ITEM_DECIDE: frozenset({Role.REVIEWER}),
    Action.ITEM_SECOND: frozenset({Role.SECOND_REVIEWER}),
    Action.ITEM_ADJUDICATE: frozenset({Role.ADMINISTRATOR}),
    Action.ITEM_CORRECT: frozenset({Role.REVIEWER, Role.SECOND_REVIEWER}),
    Action.PERSONAL_REVEAL: _READING,
    Action.ORIGINAL_DOWNLOAD: _READING,
    Action.OFFICIAL_RECORD: frozenset({Role.OPERATOR, Role.REVIEWER, Role.SECOND_REVIEWER}),
    Action.LOOKUPS_VIEW: _ANYBODY_OF_THE_BODY,
    Action.ROSTER_VIEW: _ANYBODY_OF_THE_BODY,
    Action.ROSTER_EXPORT: frozenset({Role.OPERATOR, Role.REVIEWER, Role.ADMINISTRATOR}),
    Action.DATA_EXPORT: frozenset({Role.AUDITOR, Role.ADMINISTRATOR}),
    Action.STATEMENT_EXPORT: _READING,
    Action.QUALITY_VIEW: frozenset({Role.AUDITOR, Role.ADMINISTRATOR}),
    Action.RECORD_VIEW: frozenset({Role.AUDITOR, Role.ADMINISTRATOR}),
    Action.RECORD_EXPORT: frozenset({Role.AUDITOR, Role.ADMINISTRATOR}),
    Action.PEOPLE_MANAGE: frozenset({Role.ADMINISTRATOR}),
}
"""Who may do what; what is not here is not allowed."""


def may(roles: Iterable[Role], action: Action) -> bool:
    """Whether one of the roles allows the action."""
    return not ALLOWED.get(action, frozenset()).isdisjoint(roles)
