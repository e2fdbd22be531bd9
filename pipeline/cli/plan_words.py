"""The words of `heyan plan`."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.file_versions import EXTRACTION, RULES, WHITELIST
from pipeline.planning.foundations import RECIPE, RESULTS
from pipeline.planning.outdated import Reason, Why
from pipeline.planning.pages import Pages

_NAMES = {
    RULES: ("规则代码（verifiers）", "the rules' code (verifiers)"),
    WHITELIST: (
        "授权机关名录（verifiers/authorities）",
        "the register of awarding bodies (verifiers/authorities)",
    ),
    EXTRACTION: ("材料识别代码（extractors）", "the code that finds documents (extractors)"),
    RESULTS: ("官方检索结果（registers）", "the imported official results (registers)"),
    RECIPE: ("识读方法", "the way pages are read"),
}
_MINUTE, _HOUR = 60, 3600


def why(reason: Reason, notice: str) -> tuple[str, str]:
    """Why an asset is out of date, in both languages."""
    if reason.why is Why.MISSING:
        return "尚未算出", "not computed yet"
    if reason.why is Why.INPUT:
        return f"{reason.of} 已更新", f"{reason.of} came out otherwise since"
    versions = f"{reason.before or '？'} → {reason.now or '？'}"
    if reason.why is Why.CODE:
        return f"步骤代码版本 {versions}", f"code version of the step {versions}"
    path = f"verifiers/notices/{notice}.yaml"
    name, name_en = _NAMES.get(reason.of, (f"通知 {path}", f"the notice {path}"))
    if not reason.before:
        return (
            f"算出时未记录{name}的版本，现为 {reason.now}",
            f"computed before the version of {name_en} was noted; it is {reason.now}",
        )
    return f"{name}已变更 {versions}", f"{name_en} changed {versions}"


def step_list(steps: Sequence[str]) -> str:
    """Steps in the order in which they run."""
    return " → ".join(steps)


def reading(pages: Pages) -> tuple[str, str]:
    """What would be read, and what is not read again."""
    if pages == Pages():
        return "不需识读", "reads no page"
    more = f"（另有 {pages.uncounted} 个文件页数未知）" if pages.uncounted else ""
    more_en = f" and {pages.uncounted} files of unknown length" if pages.uncounted else ""
    return (
        f"需识读 {pages.to_read} 页{more}，{pages.kept} 页已识读过",
        f"reads {pages.to_read} pages{more_en}; {pages.kept} are kept",
    )


def duration(seconds: float | None) -> tuple[str, str]:
    """How long something takes by what past runs took."""
    if seconds is None:
        return "所需时间未知（尚无实测）", "time unknown, nothing was measured yet"
    if seconds < _MINUTE:
        return f"约 {seconds:.0f} 秒", f"about {seconds:.0f} s"
    if seconds < _HOUR:
        return f"约 {seconds / _MINUTE:.0f} 分钟", f"about {seconds / _MINUTE:.0f} min"
    return f"约 {seconds / _HOUR:.1f} 小时", f"about {seconds / _HOUR:.1f} h"
