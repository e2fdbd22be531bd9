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


ROLE_TASKS = {
    Role.OPERATOR: ("上传批次、看进度，导出名册", "Uploads batches, watches them, exports rosters"),
    Role.REVIEWER: ("初审、审核：逐件作出决定，导出名册", "First review and review: decides items"),
    Role.SECOND_REVIEWER: (
        "复核：独立再看一遍被改判的和抽查的事项",
        "Second review: looks again, unseen, at overruled and sampled items",
    ),
    Role.AUDITOR: (
        "监督：查看全部事项、质量和记录，不作决定",
        "Oversees: sees items, quality and the record; decides nothing",
    ),
    Role.ADMINISTRATOR: (
        "管理账号；裁定审核与复核不一致的事项",
        "Manages accounts; adjudicates where review and second review differ",
    ),
}
"""What each role is for, in a line."""
OF_THE_WHOLE = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})
"""Roles that cannot be bound to places: the record is one chain, seen whole or not at all."""


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


ACTION_NAMES = {
    Action.OWN_ACCOUNT: ("查看自己的账号、更改密码", "See one's own account, change its password"),
    Action.BATCH_VIEW: ("查看批次与进度", "See batches and their progress"),
    Action.BATCH_UPLOAD: ("上传批次", "Upload a batch"),
    Action.QUEUE_VIEW: ("查看队列", "See the queue"),
    Action.ITEM_VIEW: ("查看事项、申报人和材料页面", "See items, applicants and page images"),
    Action.ITEM_TAKE: ("领取事项", "Take an item"),
    Action.ITEM_DECIDE: ("初审、审核：作出决定", "First review and review: decide"),
    Action.ITEM_SECOND: ("复核", "Second review"),
    Action.ITEM_ADJUDICATE: ("裁定审核与复核不一致的事项", "Adjudicate where two differ"),
    Action.ITEM_CORRECT: ("更正识读的内容", "Correct what was read"),
    Action.PERSONAL_REVEAL: (
        "写明理由后查看完整身份证号、电话",
        "See whole identity and telephone numbers, with a reason",
    ),
    Action.ORIGINAL_DOWNLOAD: ("下载原始文件", "Download originals"),
    Action.OFFICIAL_RECORD: ("录入专利官方查询结果", "Enter official patent results"),
    Action.LOOKUPS_VIEW: ("查看专利查询清单", "See the list of patent look-ups"),
    Action.ROSTER_VIEW: ("查看名册", "See rosters"),
    Action.ROSTER_EXPORT: ("导出名册", "Export rosters"),
    Action.DATA_EXPORT: ("导出批次数据", "Export a batch's data"),
    Action.STATEMENT_EXPORT: ("导出申报人情况说明", "Export an applicant's statement"),
    Action.QUALITY_VIEW: ("查看质量指标", "See quality figures"),
    Action.RECORD_VIEW: ("查看和校验记录", "See and verify the record"),
    Action.RECORD_EXPORT: ("导出记录", "Export the record"),
    Action.PEOPLE_MANAGE: (
        "管理账号、角色、地区和县区机构",
        "Manage accounts, roles, places, offices",
    ),
}
"""Each action as people read it: Chinese, English."""

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
