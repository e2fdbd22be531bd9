"""What each action is called, and what its detail adds, in Chinese and English."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from review.desk.access.roles import ROLE_NAMES, Role
from review.desk.case.names import field_name
from review.desk.flow.reasons import beyond_reason, reason_of
from review.desk.models.decisions import Choice
from review.desk.models.items import Stage
from review.desk.templatetags.desk import say
from review.desk.wording import word_for
from review.rosters.imprint import shortened

Detail = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Telling:
    """An action's names, and what its detail adds to them."""

    zh: str
    en: str
    more: Callable[[Detail], str] = lambda _: ""


def sentence(action: str, detail: Detail) -> str:
    """What was done, in a sentence; the action's own name where no sentence is known for it."""
    telling = TELLINGS.get(action)
    if telling is None:
        return action
    try:
        more = telling.more(detail)
    except (KeyError, TypeError, ValueError, AttributeError):
        # An older version of the desk may have told it in another form.
        more = ""
    name = say(telling.zh, telling.en)
    return f"{name}{say('：', ': ')}{more}" if more else str(name)


def action_names() -> list[tuple[str, str]]:
    """Every action that has a name, for choosing one."""
    return [(action, str(say(one.zh, one.en))) for action, one in TELLINGS.items()]


def _field(name: str) -> Callable[[Detail], str]:
    return lambda detail: str(detail[name] or "")


def _address(detail: Detail) -> str:
    return str(say(f"来自 {detail['address']}", f"from {detail['address']}"))


def _decision(detail: Detail) -> str:
    choice = Choice(detail["choice"])
    reason = reason_of(choice, detail["reason"])
    parts = [say(reason.zh, reason.en) if reason else detail["reason"], detail["text"]]
    if detail["supplement"]:
        until = say(f"{detail['until']} 前", f"until {detail['until']}")
        supplement = beyond_reason(choice, detail["reason"], detail["supplement"])
        parts.append(f"{supplement}（{until}）" if supplement else until)
    if detail["overrules"]:
        parts.append(say("不同于机器核验结果", "against what the machine found"))
    told = "；".join(str(part) for part in parts if part)
    return f"{word_for(Stage(detail['stage']))} · {word_for(choice)}（{told}）"


def _correction(detail: Detail) -> str:
    name = say(*field_name(detail["field"]))
    return f"{name}：{detail['read'] or '–'} → {detail['corrected']}"


def _account(detail: Detail) -> str:
    english = say(False, True)
    roles = [ROLE_NAMES[Role(one)][english] for one in detail["roles"]]
    places = "、".join(detail["regions"]) or say("全部地区", "all places")
    return f"{'、'.join(roles)}（{places}）"


def _account_changed(detail: Detail) -> str:
    before, after = detail["before"], detail["after"]
    name = ""
    if before["display_name"] != after["display_name"]:
        name = f"{before['display_name']} → {after['display_name']} "
    if (before["roles"], before["regions"]) == (after["roles"], after["regions"]):
        return name
    return f"{name}{_account(before)} → {_account(after)}"


_OFFICE = {
    None: ("无", "none"),
    False: ("县区初审，市级审核", "county first, then the city"),
    True: ("一级以下县区终审", "county decides below 一级"),
}


def _office(detail: Detail) -> str:
    moved = sum(len(detail[name]) for name in ("preliminary", "city", "local"))
    change = f"{say(*_OFFICE[detail['before']])} → {say(*_OFFICE[detail['after']])}"
    return change + str(say(f"，移动事项 {moved} 件", f", {moved} items moved"))


def _published(detail: Detail) -> str:
    return str(
        say(
            f"申报人 {detail['applicants']} 名，新事项 {detail['opened']} 件，"
            f"证据变化退回 {detail['returned']} 件",
            f"{detail['applicants']} applicants, {detail['opened']} items opened, "
            f"{detail['returned']} returned because the evidence changed",
        )
    )


def _revealed(detail: Detail) -> str:
    names = {"identity_number": ("身份证号", "ID number"), "phone": ("手机", "phone")}
    seen = "、".join(str(say(*names.get(one, (one, one)))) for one in detail["fields"])
    return f"{seen}（{detail['reason']}）"


def _checked(detail: Detail) -> str:
    events = detail["events"]
    if detail["breaks"]:
        count = len(detail["breaks"])
        return str(say(f"{events} 条，发现 {count} 处问题", f"{events} events, {count} breaks"))
    return str(say(f"{events} 条，完好", f"{events} events, unbroken"))


def _roster(detail: Detail) -> str:
    names = {"pass": ("通过名册", "who passes"), "on-site": ("现场审查名册", "who must come")}
    parts = [
        say(*names[detail["roster"]]),
        detail["format"].upper(),
        say(f"{detail['people']} 人", f"{detail['people']} people"),
        say(f"摘要 {shortened(detail['digest'])}", f"digest {shortened(detail['digest'])}"),
        "、".join(detail["scope"]),
    ]
    return " · ".join(str(part) for part in parts if part)


def _exported(detail: Detail) -> str:
    people = say(f"{detail['people']} 人", f"{detail['people']} people")
    return " · ".join(str(one) for one in (detail["format"].upper(), people, *detail["scope"]))


def _brought(detail: Detail) -> str:
    return "、".join(one["name"] for one in detail["files"])


def _round(detail: Detail) -> str:
    return str(say(f"第 {detail['round']} 轮", f"round {detail['round']}"))


def _taken(detail: Detail) -> str:
    if not detail.get("from"):
        return ""
    return str(say(f"接手自 {detail['from']}", f"over from {detail['from']}"))


TELLINGS: dict[str, Telling] = {
    "item.decided": Telling("作出决定", "decided", _decision),
    "item.opened": Telling("打开事项", "opened the item"),
    "item.taken": Telling("领取事项", "took the item", _taken),
    "item.released": Telling("退回队列", "gave the item back"),
    "item.reopened": Telling("重新打开事项", "opened the item again", _field("why")),
    "item.corrected": Telling("更正识读内容", "corrected what was read", _correction),
    "item.changed": Telling("证据变化，事项退回", "evidence changed, item returned", _round),
    "item.due": Telling("补充材料到期", "the time for more papers is over"),
    "item.withdrawn": Telling("事项已无需处理", "item no longer needed"),
    "item.restored": Telling("事项重新需要处理", "item needed again"),
    "official.entered": Telling(
        "录入专利官方结果", "entered an official result", _field("patent_number")
    ),
    "official.brought": Telling(
        "上传官方结果的打印件或导出表", "brought printouts or exports", _brought
    ),
    "personal.revealed": Telling("查看完整个人信息", "saw personal numbers in full", _revealed),
    "scan.viewed": Telling("查看材料页面", "looked at pages", _field("file")),
    "original.downloaded": Telling("下载原始文件", "downloaded an original", _field("file")),
    "batch.upload_started": Telling("开始上传批次", "began to upload a batch"),
    "batch.upload_taken_over": Telling("接手上传", "took an upload over"),
    "batch.upload_given_up": Telling("放弃上传", "gave an upload up"),
    "batch.upload_refused": Telling("上传被拒绝", "upload refused", _field("code")),
    "batch.handed_over": Telling("批次交付核验", "handed a batch over"),
    "batch.tried_again": Telling("请求重新处理批次", "asked to try a batch again"),
    "batch.published": Telling("发布核验结果", "published a batch", _published),
    "batch.applicants_gone": Telling("批次中已无这些申报人", "applicants gone from the batch"),
    "roster.exported": Telling("导出名册", "exported a roster", _roster),
    "statement.exported": Telling("导出申报人情况说明", "exported a statement"),
    "export.batch": Telling("导出批次数据", "exported a batch's data", _exported),
    "export.lookups": Telling("导出专利查询清单", "exported the list of look-ups"),
    "export.record": Telling("导出记录", "exported the record", _field("filter")),
    "archive.made": Telling("制作归档包", "made an archive bag", _field("bag")),
    "state.restored": Telling("从备份恢复", "restored from a backup", _field("made_at")),
    "record.verified": Telling("校验记录", "verified the record", _checked),
    "login": Telling("登录", "signed in", _address),
    "login.failed": Telling("登录未成功（密码不正确）", "wrong password", _address),
    "login.locked": Telling("登录被锁定", "sign-in locked", _address),
    "login.unlocked": Telling("解除登录锁定", "unlocked sign-in"),
    "logout": Telling("退出", "signed out"),
    "session.expired": Telling("长时间未操作，自动退出", "signed out after long idleness"),
    "password.changed": Telling("更改自己的密码", "changed their own password"),
    "password.set": Telling("在服务器上重设密码", "set a password by a command on the server"),
    "password.reset": Telling("生成一次性密码", "gave a one-time password"),
    "person.created": Telling("开设账号", "opened an account", _account),
    "person.changed": Telling("更改账号", "changed an account", _account_changed),
    "person.closed": Telling("停用账号", "closed an account"),
    "person.reopened": Telling("恢复账号", "opened an account again"),
    "office.changed": Telling("更改县区初审机构", "changed a county office", _office),
    "filter.saved": Telling("保存筛选", "saved a filter"),
    "filter.renamed": Telling("重命名筛选", "renamed a filter"),
    "filter.removed": Telling("删除筛选", "removed a filter"),
}
