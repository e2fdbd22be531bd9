"""What happened to one applicant, told from the record in sentences."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from review.desk.case.masks import SECRET_NAMES, Masks, Secret
from review.desk.case.names import field_name
from review.desk.flow.reasons import reason_of
from review.desk.models import Applicant, Correction, Decision, Event, Item, OfficialEntry, Person
from review.desk.models.decisions import Choice
from review.desk.models.items import Stage
from review.desk.record.chain import PIPELINE
from review.desk.templatetags.desk import say

MOST = 200
"""Events that a page tells; the record page has all."""
_LOOKING = frozenset({"scan.viewed", "item.opened", "item.taken", "item.released"})


@dataclass(frozen=True, slots=True)
class Happening:
    """One event as a person reads it: when, who, what, and the particulars."""

    seq: int
    at: dt.datetime
    who: str
    what: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """What was done, latest first, and apart from it who only looked; `more` was left out."""

    done: tuple[Happening, ...]
    looked: tuple[Happening, ...]
    more: bool


def history_of(
    applicant: Applicant,
    items: Iterable[Item],
    decisions: Iterable[Decision],
    corrections: Iterable[Correction],
    entries: Iterable[OfficialEntry],
    masks: Masks,
) -> History:
    """The events about an applicant and these rows; a decision that is not given is not told."""
    subjects = [
        f"applicant/{applicant.pk}",
        *(f"item/{one.pk}" for one in items),
        *(f"decision/{one.pk}" for one in decisions),
        *(f"correction/{one.pk}" for one in corrections),
        *(f"official/{one.pk}" for one in entries),
    ]
    events = list(Event.objects.filter(subject__in=subjects).order_by("-seq")[: MOST + 1])
    names = dict(
        Person.objects.filter(username__in={event.actor for event in events}).values_list(
            "username", "display_name"
        )
    )
    told = [(_told(event, names, masks), event.action in _LOOKING) for event in events[:MOST]]
    return History(
        done=tuple(one for one, looking in told if not looking),
        looked=tuple(one for one, looking in told if looking),
        more=len(events) > MOST,
    )


def _told(event: Event, names: dict[str, str], masks: Masks) -> Happening:
    tell = _TELLERS.get(event.action)
    what, detail = tell(json.loads(event.detail)) if tell else (event.action, "")
    who = say("核验系统", "Heyan") if event.actor == PIPELINE else names.get(event.actor)
    at = dt.datetime.fromisoformat(event.at)
    return Happening(event.seq, at, who or event.actor, what, masks.text(detail))


def _decided(detail: dict[str, Any]) -> tuple[str, str]:
    choice, stage = Choice(detail["choice"]), Stage(detail["stage"])
    reason = reason_of(choice, detail["reason"])
    parts = [say(reason.zh, reason.en) if reason else "", detail["text"], detail["supplement"]]
    if detail["until"]:
        parts.append(say(f"截止 {detail['until']}", f"until {detail['until']}"))
    what = say(f"{stage.label}决定：{choice.label}", f"Decided ({stage.value}): {choice.value}")
    return what, " · ".join(part for part in parts if part)


def _corrected(detail: dict[str, Any]) -> tuple[str, str]:
    zh, en = field_name(detail["field"])
    read = detail["read"] or say("（未读出）", "(nothing)")
    corrected, note = detail["corrected"], f" · {detail['note']}" if detail["note"] else ""
    if detail["field"] in {name for name, _ in SECRET_NAMES.values()}:
        # The record has the values; a page without a reveal does not.
        return say("更正读数", "Corrected a reading"), f"{say(zh, en)}{note}"
    return (
        say("更正读数", "Corrected a reading"),
        say(
            f"{zh}：机器读作 {read}，我读作 {corrected}{note}",
            f"{en}: read {read}, is {corrected}{note}",
        ),
    )


def _official(detail: dict[str, Any]) -> tuple[str, str]:
    return say("录入官方检索结果", "Entered an official result"), detail["patent_number"]


def _revealed(detail: dict[str, Any]) -> tuple[str, str]:
    fields = "、".join(say(*SECRET_NAMES[Secret(name)]) for name in detail["fields"])
    return say(f"查看{fields}全文", f"Saw in full: {fields}"), detail["reason"]


def _plain(zh: str, en: str, key: str = "") -> Callable[[dict[str, Any]], tuple[str, str]]:
    """Tells an event in a fixed phrase, and of its detail what stands under `key`."""

    def tell(detail: dict[str, Any]) -> tuple[str, str]:
        return say(zh, en), str(detail.get(key) or "")

    return tell


_TELLERS: dict[str, Callable[[dict[str, Any]], tuple[str, str]]] = {
    "item.decided": _decided,
    "item.corrected": _corrected,
    "official.entered": _official,
    "personal.revealed": _revealed,
    "original.downloaded": _plain("下载原件", "Downloaded the original", "file"),
    "statement.exported": _plain("导出申报人情况说明", "Exported a statement"),
    "scan.viewed": _plain("查看扫描件", "Saw the scan", "file"),
    "item.opened": _plain("打开事项", "Opened an item"),
    "item.taken": _plain("领取事项", "Took an item"),
    "item.released": _plain("放回事项", "Gave an item back"),
    "item.changed": _plain("证据有变化，事项重新打开", "Evidence changed; the item is open again"),
    "item.reopened": _plain("重新打开事项", "Opened an item again", "why"),
}
