"""What happened to a patent, as the gazette (公布公告 事务) and detail pages list it.

Source of the vocabulary: facts.md §1 (事务). That a patent lapsed or was declared void
is told as its legal status; that it was granted is not, for a list may be cut off.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from evidence.documents import Certainty, Field
from extractors.documents import thresholds
from extractors.documents.certainty import Judge
from extractors.documents.dates_on_page import dates_in
from extractors.documents.labels import LabelTable, first_rows, labelled
from extractors.documents.passages import Passage
from extractors.documents.patent_certificates import person_fields
from extractors.documents.people import people_in

_HEADED = re.compile(r"事务数据|事务类型|事务公告|法律状态公告日|法律状态信息")
_EVENT = re.compile(
    r"(?P<void>(?:专利权的?)?(?:宣告)?(?:全部|部分)?无效(?:宣告)?|专利权(?:全部|部分)无效)"
    r"|(?P<ended>未缴年费专利权终止|专利权的?终止|专利权有效期届满|专利权届满(?:的专利)?(?:终止)?|"
    r"(?:专利权的?)?主动放弃(?:专利权)?|避免重复授权?放弃专利权|避免重复授予专利权)"
    r"|(?P<dead>(?:发明专利申请公布后的?)?(?:视为撤回|驳回|撤回))"
    r"|(?P<other>授权(?!公告)|公布(?!公告)|实质审查的生效|(?:专利)?权利?的?恢复|专利申请权、?专利权的转移|专利权的转移|"
    r"专利权人(?:的姓名或者名称、?国籍和地址|姓名或者名称)?.{0,6}的?变更|著录事项变更|发明人变更|专利权质押.{0,12}|"
    r"专利实施许可合同.{0,12}|专利权的保全.{0,6})"
)
_DATED = re.compile(rf"20[0-9]{{2}}[-/.年][0-9]{{1,2}}[-/.月][0-9]{{1,2}}日?(?:{_EVENT.pattern})")
"""A row of the list: its date and the event, and nothing else."""
_CHANGES = LabelTable(
    {
        "变更事项": "item",
        "变更项目": "item",
        "变更前": "before",
        "变更前权利人": "",
        "变更后": "after",
        "变更后权利人": "",
        "登记生效日": "",
    },
    re.compile(r"20[0-9]{2}[-.年]"),
)
_CREATORS = re.compile(r"发明人|设计人")


def events(whole: Passage, judge: Judge, known: Sequence[Field]) -> list[Field]:
    """`legal_event` as `2021-07-02 授权`, oldest first as far as printed so, and what follows.

    An end whose date was not read is told without it, in doubt. The heading of the list may
    stand on an earlier page: rows that hold a date and an event alone need none.
    The inventors before a change of inventors are `inventor_at_filing`; the status is told
    where the page prints none and the patent is no longer wholly in force.
    """
    headed = _HEADED.search(whole.flat().text) is not None
    fields: list[Field] = []
    gone: list[tuple[str, Field]] = []
    back = ""
    for row in whole.by_row():
        flat = row.flat()
        dates = [one for one in dates_in(flat) if one.date.day is not None]
        match = _EVENT.search(flat.text)
        if match is None or not (headed or (dates and _DATED.fullmatch(flat.text))):
            continue
        if dates:
            value, doubt = f"{dates[0].date.iso} {match[0]}", None
        elif not match["other"] and any(_EVENT.fullmatch(cell.text) for cell in row.by_line()):
            value, doubt = match[0], "the date of the event was not read"
        else:
            continue
        field = judge.field("legal_event", value, flat, least=thresholds.TEXT, doubt=doubt)
        fields.append(field)
        if not match["other"]:
            at = flat.group(match)
            status = judge.field("legal_status", match[0], at, least=thresholds.TEXT)
            gone.append((dates[0].date.iso if dates else "", status))
        elif "恢复" in match[0] and field.certainty is Certainty.CERTAIN:
            back = max(back, dates[0].date.iso)
    names = {field.name for field in known}
    void = [one for _, one in gone if "无效" in one.value]
    # 权利的恢复 takes back whatever ended before it, but no invalidation.
    lasting = void[:1] or [one for date, one in gone if not date or date >= back][-1:]
    if "legal_status" not in names:
        fields += lasting
    if "inventor_at_filing" not in names:
        fields += _inventors_before(whole, judge)
    return fields


def _inventors_before(whole: Passage, judge: Judge) -> list[Field]:
    """The inventors whom a change of inventors (发明人变更) names as those before it."""
    item = ""
    for one in labelled(whole, _CHANGES):
        if one.field == "item":
            item = first_rows(one.value).flat().text
        elif one.field == "before" and _CREATORS.search(item):
            people = people_in(first_rows(one.value).stripped())
            doubt = "more than one change of inventors" if _several(whole) else None
            named = [replace(person, doubt=person.doubt or doubt) for person in people]
            return person_fields("inventor_at_filing", named, judge)
    return []


def _several(whole: Passage) -> bool:
    changes = re.findall(r"变更(?:事项|项目):?(?:发明人|设计人)", whole.flat().text)
    return len(changes) > 1
