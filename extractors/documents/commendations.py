"""Fields of commendation documents (表彰决定、通报): red head, title, lists of names.

Source: GB/T 9704-2012 (版头、主体、落款、附件) and facts.md §4: most decisions list
先进集体 and 先进个人 apart; only the people of the latter are named persons.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from evidence.documents import Field
from evidence.names import body_name, normal_text
from extractors.documents import thresholds
from extractors.documents.bodies import BodyFound, bodies_in, is_body
from extractors.documents.certainty import Judge
from extractors.documents.dates_on_page import whole_date
from extractors.documents.document_codes import document_number_fields, document_numbers_in
from extractors.documents.layout import page_passage
from extractors.documents.name_cells import people_in_cell
from extractors.documents.name_lists import named_people
from extractors.documents.page_text import PageText
from extractors.documents.passages import Passage, joined
from extractors.documents.seal_text import seal_bodies, seal_fields
from extractors.documents.signing import (
    date_field,
    issuer_fields,
    issuers_from_seals,
    signing_place,
)
from extractors.documents.surnames import COMMON
from extractors.documents.years import years_compared

_TITLE_END = re.compile(r"(?:决定|通报|通知|命令|公告|公报|意见|函|表扬信|嘉奖令)[)）]?$")
_TITLE_BEGIN = re.compile(r"关于|^表彰|^授予|^命名|表彰决定|嘉奖令")
_PRAISES = re.compile(
    r"表彰|表扬|授予|命名|嘉奖|奖励|记功|公布|颁发|奖章|先进|优秀|模范|能手|标兵|竞赛|大赛"
)
_TITLE_ROWS = 6
"""Rows of the longest title."""
_WHOLE_WORD = 2
"""Characters of the shortest word that a title ends with."""
_ADDRESSEE_ROWS = 6
_SENTENCE = re.compile(r"[。;!]|[,].{12,}")
_ATTACHED = re.compile(
    r"^附件?(?:[0-9一二三四五六七八九十]{0,2})[.、:]?$|^附件?[0-9一二三四五六七八九十]{0,2}[.、:]?.{0,40}名单"
)
_ANNOUNCED = re.compile(r"^附件?[0-9一二三四五六七八九十]{0,2}:")
_LIST_HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}、|\([一二三四五六七八九十]{1,2}\)|附:)?.{0,40}(?:名单|先进个人|先进集体|先进单位|先进工作者|模范|标兵|能手)"
    r"(?:名单)?(?:\(.{1,20}\))?:?$"
)
_FILE = re.compile(r"文件")
_HONOUR = re.compile(
    r"[“\"「『〝](?P<h>[^“”\"「」『』〝〞。]{2,40})[”\"」』〞](?:的)?(?:荣誉)?(?:称号|奖章)?"
)
_HONOUR_BARE = re.compile(
    r"(?:授予|命名)[^。;“”]{0,60}?(?:同志|个人|单位)?(?:为)?(?P<h>[\u4e00-\u9fff]{4,30}?)(?:荣誉)?称号"
)
_HONOUR_COUNTED = re.compile(
    r"等[0-9一二三四五六七八九十百]+[名位](?:同志)?(?:为)?(?P<h>[^。,;和]{4,30}?)(?:予以|进行|给予)"
)
_HONOUR_IN_TITLE = re.compile(
    r"(?:表彰|授予|命名|表扬)(?P<h>[^。和、:]{4,40}?)(?:荣誉称号)?的(?:决定|通报|通知)"
)
_HONOUR_WORD = re.compile(
    r"先进|模范|标兵|能手|优秀|奖章|功|工匠|之星|卫士|个人|工作者|奖|称号|人才|楷模|好人|集体|单位"
)


@dataclass(frozen=True, slots=True)
class _Parts:
    """The rows of a decision by their place in the drafting format."""

    head: tuple[Passage, ...]
    title: tuple[Passage, ...]
    addressee: tuple[Passage, ...]
    main: tuple[Passage, ...]
    lists: tuple[Passage, ...]
    """Lists of names that stand before the signature, above what is announced as attached."""
    announced: tuple[Passage, ...]
    """What the text calls its attachments: `附件：1.……名单`."""
    signature: tuple[Passage, ...]
    attachments: tuple[Passage, ...]


def commendation_document(pages: Sequence[PageText], judge: Judge) -> list[Field]:
    """All fields of one commendation document with its attachments."""
    parts = _parts([row for page in pages for row in page_passage(page).by_row()])
    sealed = seal_bodies(pages)
    signed = signing_place(parts.signature)
    titled = _bodies_in_title(parts.title)
    bodies = [*_head_bodies(parts.head), *signed.bodies]
    known = {body.name for body in bodies}
    lost = [body for body in titled if known and body.name not in known]
    fields = issuer_fields(
        [*bodies, *lost] or titled, sealed, judge, signed.unclear, lost[0].name if lost else ""
    ) or issuers_from_seals(sealed)
    fields += _title(parts.title, judge)
    fields += _document_number(parts, judge)
    fields += _addressee(parts.addressee, judge)
    fields += date_field(signed.dates[:1], judge) or _date_below_title(parts.main[:2], judge)
    fields += _honours([*parts.title, *parts.main], judge)
    fields += [
        judge.field("named_person", one.name, one.passage, least=thresholds.NAME, doubt=one.doubt)
        for one in named_people(parts.main, (*parts.lists, *parts.attachments), parts.announced)
    ]
    printed = [field for field in fields if field.name == "issuer"]
    return years_compared(fields) + seal_fields(pages, printed)


def _parts(rows: Sequence[Passage]) -> _Parts:
    start, end = _title_span(rows)
    to, rest = _addressee_rows(rows[end:])
    rest_at = end + rest
    signed = next(
        (n for n in range(rest_at + 2, len(rows)) if whole_date(rows[n]) is not None), None
    )
    listed = next(
        (
            n
            for n in range(end, len(rows))
            if _ATTACHED.match(rows[n].flat().text) and (signed is None or n > signed)
        ),
        None,
    )
    last = signed + 1 if signed is not None else listed if listed is not None else len(rows)
    main, below = _below_text(rows[rest_at:last])
    listed_rows = _listed_rows(below)
    said = (n for n, row in enumerate(below[:listed_rows]) if _ANNOUNCED.match(row.flat().text))
    said_at = next(said, listed_rows)
    return _Parts(
        head=tuple(rows[:start]),
        title=tuple(rows[start:end]),
        addressee=tuple(to),
        main=tuple(main),
        lists=tuple(below[:said_at]),
        announced=tuple(below[said_at:listed_rows]),
        signature=tuple(below[listed_rows:]),
        attachments=tuple(rows[last:]),
    )


def _title_span(rows: Sequence[Passage]) -> tuple[int, int]:
    """First and last-but-one row of the title; (0, 0) where the page has none."""
    for end in range(min(30, len(rows))):
        # A narrow page breaks a title within its last word: …的决 / 定.
        begun = max(0, end - (len(rows[end].flat().text) < _WHOLE_WORD))
        if not _TITLE_END.search("".join(row.flat().text for row in rows[begun : end + 1])):
            continue
        for start in range(end, max(-1, end - _TITLE_ROWS), -1):
            text = "".join(row.flat().text for row in rows[start : end + 1])
            if "。" in text or ":" in text:
                break
            if _TITLE_BEGIN.search(rows[start].flat().text) and _PRAISES.search(text):
                return _with_bodies_above(rows, start), end + 1
    return 0, 0


def _with_bodies_above(rows: Sequence[Passage], start: int) -> int:
    """The row where a title begins that names the issuers before 关于."""
    above = start
    while above > 0 and _names_bodies(rows[above - 1 : start + 1]):
        above -= 1
    if above in (0, start):
        return start
    # Without a number or 文件 between them, these rows are the letterhead itself.
    between = rows[above - 1]
    marked = document_numbers_in(between) or _FILE.search(between.flat().text)
    return above if marked else start


def _names_bodies(rows: Sequence[Passage]) -> bool:
    """Whether what stands before 关于 in these rows is nothing but names of bodies."""
    if _FILE.search(rows[0].text):
        return False
    flat = joined(rows).flat()
    before, about, _ = flat.text.partition("关于")
    return (bool(about) and bool(bodies_in(flat.cut(0, len(before))))) or bool(bodies_in(rows[0]))


def _addressee_rows(rows: Sequence[Passage]) -> tuple[list[Passage], int]:
    """The rows of 主送机关 that end with a colon, and where the text begins."""
    skipped = 0
    while skipped < min(2, len(rows)) and (
        document_numbers_in(rows[skipped]) or whole_date(rows[skipped])
    ):
        skipped += 1
    for n, row in enumerate(rows[skipped : skipped + _ADDRESSEE_ROWS]):
        text = row.flat().text
        if text.endswith(":"):
            return list(rows[skipped : skipped + n + 1]), skipped + n + 1
        if "。" in text or _ATTACHED.match(text):
            break
    return [], skipped


def _below_text(rows: Sequence[Passage]) -> tuple[list[Passage], list[Passage]]:
    """The text, and the rows after its last sentence."""
    end = 0
    for n, row in enumerate(rows):
        if _SENTENCE.search(row.flat().text) and whole_date(row) is None:
            end = n + 1
    return list(rows[:end]), list(rows[end:])


def _listed_rows(rows: Sequence[Passage]) -> int:
    """How many of the rows below the text are lists of names, as some decisions hold them there.

    The signature begins after the last heading or person, and the widest gap below it.
    """
    last = max((n for n, row in enumerate(rows) if _is_listed(row)), default=None)
    if last is None:
        return 0
    gaps = [
        (below.box.y0 - above.box.y1 if below.box and above.box and above.page == below.page else 0)
        for above, below in pairwise(rows[last:])
    ]
    # The rows that follow the last person are units of the list only where a wider gap shows it.
    widest = max(range(len(gaps)), key=lambda n: gaps[n], default=0)
    return last + 1 + widest


def _is_listed(row: Passage) -> bool:
    """Whether a row heads a list of names or has a person in it."""
    if _LIST_HEADING.match(row.flat().text):
        return True
    people = [one for cell in row.by_line() for one in people_in_cell(cell)]
    return any(one.name[0] in COMMON and not is_body(one.name) for one in people)


def _head_bodies(head: Sequence[Passage]) -> list[BodyFound]:
    """The issuers of a red head: `新乡市人民政府文件`, or several beside one 文件."""
    found: list[BodyFound] = []
    named = any(_FILE.search(row.text) for row in head)
    for row in head:
        for cell in row.by_line():
            match = re.fullmatch(r"(.+?)(?:\(.+\))?文件", cell.text)
            name = cell.group(match, 1) if match else cell
            if (named or match) and is_body(body_name(name.text)):
                found += bodies_in(name)
    if not named:
        found = [body for row in head[:3] for body in bodies_in(row)]
    return found


def _bodies_in_title(title: Sequence[Passage]) -> list[BodyFound]:
    flat = joined(title).flat()
    at = flat.text.find("关于")
    return bodies_in(flat.cut(0, at)) if at > 0 else []


def _title(title: Sequence[Passage], judge: Judge) -> list[Field]:
    flat = joined(title).flat().stripped()
    if not flat.text:
        return []
    return [judge.field("title", normal_text(flat.text), flat, least=thresholds.TEXT)]


def _document_number(parts: _Parts, judge: Judge) -> list[Field]:
    """The document's own number: above its title or right below it."""
    near = [*parts.head, *parts.addressee[:1], *(parts.main[:1] if not parts.addressee else ())]
    if not parts.title:
        near = []
    for row in near:
        own = document_number_fields(row, judge)
        if own and not _SENTENCE.search(row.flat().text):
            return own[:1]
    return []


def _addressee(rows: Sequence[Passage], judge: Judge) -> list[Field]:
    flat = joined(rows).flat().stripped()
    if not flat.text:
        return []
    return [judge.field("addressee", normal_text(flat.text), flat, least=thresholds.TEXT)]


def _date_below_title(rows: Sequence[Passage], judge: Judge) -> list[Field]:
    dates = [date for row in rows if (date := whole_date(row)) is not None]
    return date_field(dates[:1], judge)


def _honours(rows: Sequence[Passage], judge: Judge) -> list[Field]:
    flat = joined(rows).flat()
    found: dict[str, Field] = {}
    for pattern in (_HONOUR, _HONOUR_BARE, _HONOUR_COUNTED, _HONOUR_IN_TITLE):
        for match in pattern.finditer(flat.text):
            at = flat.group(match, "h").stripped()
            value = normal_text(at.text)
            if _HONOUR_WORD.search(value):
                found.setdefault(value, judge.field("honour", value, at, least=thresholds.TEXT))
        if found:
            break
    return list(found.values())
