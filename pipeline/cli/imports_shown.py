"""What `heyan cnipa import` says of each file: what was taken, what was not, and why."""

from __future__ import annotations

from evidence.errors import Problem
from evidence.register import OfficialRecord, record_identity
from pipeline.cli.voice import Voice
from pipeline.official.importing import ImportedFile, Taken
from pipeline.official.kept import KeptResults

SHOWN_IDENTITY = 12
"""Characters of a record's identity that are shown; they name it for `heyan cnipa withdraw`."""

_LISTS = {
    True: ("，列表完整", ", the list is whole"),
    False: ("，列表不完整", ", the list is not whole"),
    None: ("", ""),
}


def show_import(voice: Voice, one: ImportedFile) -> None:
    """One file: a line on it, one on each record, one on each thing that could not be used."""
    kept = one.kept
    if kept is None:
        voice.say(f"{one.name}：未采用", f"{one.name}: not taken")
    elif one.taken is Taken.KNOWN:
        voice.say(
            f"{one.name}：{_when(kept)} 已由 {kept.brought_by} 导入（{kept.id}），没有新增",
            f"{one.name}: imported before, by {kept.brought_by} on {_when(kept)} ({kept.id}); "
            "nothing added",
        )
    else:
        count, (zh, en) = len(kept.records), _LISTS[kept.complete]
        voice.say(
            f"{one.name}：采用 {count} 条{zh}（{kept.id}）",
            f"{one.name}: {count} taken{en} ({kept.id})",
        )
        for record in kept.records:
            voice.say(*_told(record))
    for problem in one.problems:
        voice.problem(
            Problem(problem.code, f"{one.name}：{problem.zh}", f"{one.name}: {problem.en}")
        )


def _told(record: OfficialRecord) -> tuple[str, str]:
    identity = record_identity(record)[:SHOWN_IDENTITY]
    site = record.site or "?"
    asked = f"{record.as_of:%Y-%m-%d %H:%M}" if record.as_of else ""
    doubts = ", ".join(record.doubts)
    zh = [record.patent_number, site, f"查询于 {asked}" if asked else "未显示查询时间"]
    en = [record.patent_number, site, f"asked {asked}" if asked else "no time shown"]
    if doubts:
        zh.append(f"存疑：{doubts}")
        en.append(f"in doubt: {doubts}")
    return f"  {identity} {'，'.join(zh)}", f"  {identity} {', '.join(en)}"


def _when(kept: KeptResults) -> str:
    return f"{kept.brought_at.astimezone():%Y-%m-%d %H:%M}"
