"""“Changed since”: how the evidence behind an earlier decision became another, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import PurePosixPath

from evidence.findings import Result
from review.desk.case.masks import Masks
from review.desk.item.changed_since import Change, Reduced
from review.desk.item.difference import Part, difference
from review.desk.item.printed import as_printed
from review.desk.publishing.batch_content import BatchContent
from review.desk.publishing.wanted import DECLARED
from review.desk.templatetags.desk import SIGNS, say

_NAMES = {
    "declared": ("申报", "declared"),
    "found": ("读到", "found"),
    "required": ("规定", "required"),
}


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One rule: what happened to it, and each value before and now, in parts."""

    rule: str
    title: str
    what: str
    values: tuple[tuple[str, tuple[Part, ...], tuple[Part, ...]], ...]
    files: tuple[str, ...]


def changes_shown(
    changes: Iterable[Change], content: BatchContent, masks: Masks, *, blind: bool
) -> list[ShownChange]:
    """The changes in their order; to a blind reviewer without any result."""
    shown = [_shown(one, content, masks, blind=blind) for one in changes]
    return [one for one in shown if one.what or one.values or one.files]


def _shown(change: Change, content: BatchContent, masks: Masks, *, blind: bool) -> ShownChange:
    return ShownChange(
        rule=change.rule,
        title=content.title(change.rule) or say("申报内容", "what is declared"),
        what="" if blind else _what(change),
        values=(
            *(_value(name, change, masks) for name in _changed(change)),
            *_comparisons(change, masks),
        ),
        files=tuple(_files(change, masks)),
    )


def _what(change: Change) -> str:
    if change.rule == DECLARED:
        return ""
    if change.before is None and change.now is not None:
        return say(f"新增：{_sign(change.now)}", f"new: {_sign(change.now)}")
    if change.now is None and change.before is not None:
        return say(f"不再提出（原为 {_sign(change.before)}）", f"gone (was {_sign(change.before)})")
    if change.result_changed and change.before and change.now:
        return f"{_sign(change.before)} → {_sign(change.now)}"
    return ""


def _sign(finding: Reduced) -> str:
    mark, zh, en = SIGNS[Result(finding["result"])]
    return f"{mark} {say(zh, en)}"


def _changed(change: Change) -> Sequence[str]:
    if change.before is not None and change.now is not None:
        return change.values
    one = change.now or change.before or {}
    return [name for name in _NAMES if one.get(name)]


def _value(
    name: str, change: Change, masks: Masks
) -> tuple[str, tuple[Part, ...], tuple[Part, ...]]:
    before = as_printed(masks.text(change.before[name])) if change.before else ""
    now = as_printed(masks.text(change.now[name])) if change.now else ""
    return say(*_NAMES[name]), difference(before, now), difference(now, before)


def _comparisons(
    change: Change, masks: Masks
) -> Iterable[tuple[str, tuple[Part, ...], tuple[Part, ...]]]:
    """What else of the rule holds no more, or holds again, beside the values that are shown."""
    label = say("另一处比对", "another comparison")
    for before, now in zip_longest(change.settled, change.opened):
        then, today = (
            as_printed(masks.text(" ≠ ".join(one))) if one else "" for one in (before, now)
        )
        yield label, difference(then, today), difference(today, then)


def _files(change: Change, masks: Masks) -> Iterable[str]:
    for path in change.new_files:
        if path == DECLARED:
            yield say(
                "姓名、身份证号或该项内容与当时不同",
                "name, identity number or the claim differ from then",
            )
            continue
        name = masks.text(PurePosixPath(path).name)
        yield say(f"新的或已替换：{name}", f"new or replaced: {name}")
    for path in change.gone_files:
        name = masks.text(PurePosixPath(path).name)
        yield say(f"不再涉及：{name}", f"no longer concerned: {name}")
