"""Pages to documents: what belongs together, and what is another document.

Source: facts.md §2 (第1页(共2页)), §4 (attachments of a decision list the names).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from evidence.documents import DocumentKind
from extractors.documents.classify import PageKind
from extractors.documents.page_text import PageText
from extractors.documents.passages import Passage

_K = DocumentKind
_ATTACHMENT = re.compile(
    r"^(?:附件|附:|附表)|名单|(?:先进|优秀|模范|标兵|能手).{0,12}(?:个人|工作者|集体|单位)"
)
_FORM = re.compile(r"起止时间|审核人|考核结果|优秀共产党员|承诺|公章|备注|申报资格条件|业绩成果")
_STATES = re.compile(r"法律状态|案件状态|事务数据|专利权\t?的?(?:终止|全部无效|部分无效|无效)")
_LONG = frozenset({_K.COMMENDATION_DOCUMENT, _K.APPLICATION_FORM, _K.APPRAISAL_RECORD})


@dataclass(frozen=True, slots=True)
class PageGroup:
    """The pages of one document, in order."""

    kind: DocumentKind
    pages: tuple[PageText, ...]


def group(
    pages: Sequence[PageText], texts: Sequence[Passage], kinds: Sequence[PageKind]
) -> list[PageGroup]:
    """The documents that these pages make, in page order; every page is in one."""
    groups: list[tuple[PageKind, list[PageText]]] = []
    for page, text, kind in zip(pages, texts, kinds, strict=True):
        if groups and _continues(groups[-1], text, kind):
            groups[-1][1].append(page)
        else:
            groups.append((kind, [page]))
    return [PageGroup(first.kind, tuple(members)) for first, members in groups]


def _continues(last: tuple[PageKind, list[PageText]], text: Passage, kind: PageKind) -> bool:
    first, members = last
    if kind.title and kind.kind is not first.kind:
        return False
    numbered = _numbered_on(first, members, kind)
    if numbered is not None:
        return numbered and (kind.kind in (first.kind, _K.OTHER) or not kind.title)
    if first.kind is _K.PATENT_CERTIFICATE:
        return (
            kind.kind is _K.PATENT_CERTIFICATE
            and not kind.title
            and kind.weight >= 3
            and ("申请日时" in text.text or "专利权人名称" in text.text)
        )
    if first.kind in (_K.COMMENDATION_DOCUMENT, _K.PATENT_SEARCH_RESULT):
        decision = first.kind is _K.COMMENDATION_DOCUMENT
        return _goes_on(text, kind) if decision else _state_goes_on(text, kind)
    if first.kind is _K.APPLICATION_FORM:
        return kind.kind is _K.APPLICATION_FORM or (
            kind.kind is _K.OTHER and kind.weight < 9 and _FORM.search(text.text) is not None
        )
    return (
        first.kind is _K.APPRAISAL_RECORD
        and not kind.title
        and kind.kind
        in (
            _K.APPRAISAL_RECORD,
            _K.OTHER,
        )
        and kind.weight < 9
    )


def _numbered_on(first: PageKind, members: list[PageText], kind: PageKind) -> bool | None:
    """Whether printed page numbers say that the page follows; None where they say nothing."""
    if first.kind is _K.OTHER or kind.page_of is None or first.page_of is None:
        return None
    number, count = kind.page_of
    return count == first.page_of[1] and number == first.page_of[0] + len(members)


def _state_goes_on(text: Passage, kind: PageKind) -> bool:
    """Whether a page goes on with a patent's result: its state, without the name of a site."""
    plain = kind.kind is _K.OTHER and not kind.title and kind.weight < 9
    return plain and _STATES.search(text.text) is not None


def _goes_on(text: Passage, kind: PageKind) -> bool:
    """Whether a page goes on with the decision before it: its text, its attachments, its end."""
    if kind.kind is _K.COMMENDATION_DOCUMENT:
        return not _begins_anew(text)
    if kind.title or kind.weight >= 9:
        return False
    if kind.kind is _K.OTHER:
        return not _other_list(text)
    return _ATTACHMENT.search(text.text) is not None


_LETTERHEAD = re.compile(r"(?:^|\n)[^\n。:,]{3,60}文件(?:\n|\t|$)")
_DECISION = re.compile(
    r"(?:^|\n)[^\n。]{0,40}关于[^。]{0,80}的?\n?(?:决定|通报|通知|命令)\n[^\n]{2,60}:"
)


_LIST_HEADING = re.compile(
    r"[^。:,]{0,40}(?:名单|名册|花名册|登记表|一览表|明细表|汇总表|签到表|通讯录|台账|值班表)(?:\([^)]*\))?"
)
_COMMENDED = re.compile(
    r"先进|优秀|模范|能手|标兵|表彰|获奖|奖章|受奖|记功|嘉奖|奖励|表扬|劳模|工匠|人才|楷模|附件|授予|当选"
)
_TOP_ROWS = 4


def _other_list(text: Passage) -> bool:
    """Whether the page is headed as a list of other people than those commended."""
    tops = [row.flat().text for row in text.by_row()[:_TOP_ROWS]]
    headed = any(_LIST_HEADING.fullmatch(row) for row in tops)
    return headed and not any(_COMMENDED.search(row) for row in tops)


def _begins_anew(text: Passage) -> bool:
    return bool(_LETTERHEAD.search(text.text) or _DECISION.search(text.text))
