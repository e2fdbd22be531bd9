"""What extraction would look at again, and no reading twice.

The whole page larger where a field is missing, first plain, then without seal
ink; a doubtful line alone, larger, in one channel after the other; the second
reader only for numbers that decide.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evidence.documents import Certainty, Document, DocumentKind, Field
from evidence.places import Box
from evidence.readings import Channel, Reading, Want
from extractors.documents.certainty import is_weak
from extractors.documents.classify import page_of
from extractors.documents.layout import page_passage
from extractors.documents.lines_apart import UPRIGHT, stands_upright
from extractors.documents.list_counts import is_lists, is_texts
from extractors.documents.name_cells import PLACE_OR_OFFICE
from extractors.documents.page_text import SECOND_READER, PageText, TextLine, share_a_place
from extractors.documents.result_cells import LINE_BELOW, place_below

FIRST_READER = "rapidocr"
LONG_SIDE = 2200
"""Pixels of the long side from which a whole page is large enough for small print."""
LARGEST = 2.0
LEAST = 1.1
"""The first look finds lines on a small picture whatever the page's size; this asks for all of it."""
LINE_SCALE = 2.0
FEW_LINES = 14
LARGE_PAGE = 2600
"""Pages with a longer side are read line by line at their own size."""
ENOUGH = 0.8
"""A reading of this share of a wanted box stands for it."""

_PAPERS = (
    (
        re.compile(r"^(?:发明|实用新型|外观设计)专利"),
        ("application_number", "application_date", "title", "inventor"),
    ),
    (re.compile(r"受理通知书"), ("application_number", "application_date", "title", "inventor")),
    (re.compile(r"通知书|登记簿|Not|Decision"), ("application_number",)),
)
"""What each paper of the patent office says in any case."""
_CLOCK = (0.85, 0.94)
"""Left and upper edge of a screen's lower right corner, in widths and heights."""

_HEADING = 0.16
"""Share of a page's width that the browser's bars and a site's heading are high at the most."""
_ADDRESS = re.compile(r"https?[:：]|www\.", re.IGNORECASE)
_BY_SECOND = frozenset(
    {"title", "inventor", "patentee", "application_date", "grant_date", "grant_number"}
    | {"legal_status", "case_status", "query_time"}
)
"""What a proof needs of an official page, where the second reader confirms a weak reading."""
_OF_PAGE = frozenset({"site", "query_time", "result_count", "result_page"})
"""What a result's page says of itself, above and below its patents."""
_AROUND = 0.25
"""Share of its height that is left around a line for the second reader, which takes all for one."""

LARGE_PRINT = 48
"""Pixels of height from which print is so large that a smaller picture shows it better."""

_RANK_ALONE = re.compile("等?奖")
_CONTEST = re.compile(r"(?:竞赛|赛|运动会|比武|评选)$")
_NUMBERS = frozenset({"patent_number", "document_number"})
_DECISIVE = _NUMBERS | {"issuer", "grant_number", "date", "grant_date", "recipient", "title"}
_MANY = frozenset({"named_person", "honour"})
_WITH_LISTS = frozenset({DocumentKind.COMMENDATION_DOCUMENT, DocumentKind.OTHER})
_FOOT = 0.25
"""Share of a page's height that is empty below a list that does not go on."""


@dataclass(frozen=True, slots=True)
class Need:
    """Field names of which a document of a kind needs one each."""

    fields: tuple[tuple[str, ...], ...]


NEEDS: Mapping[DocumentKind, Need] = {
    DocumentKind.PATENT_CERTIFICATE: Need(
        (
            ("patent_number",),
            ("title",),
            ("inventor",),
            ("patentee",),
            ("application_date",),
            ("grant_date",),
        )
    ),
    DocumentKind.PATENT_SEARCH_RESULT: Need((("patent_number",), ("title",))),
    DocumentKind.AWARD_CERTIFICATE: Need(
        (("issuer",), ("recipient",), ("honour", "rank"), ("date",))
    ),
    DocumentKind.COMMENDATION_DOCUMENT: Need((("issuer",), ("title",), ("date",))),
    DocumentKind.SKILL_CERTIFICATE: Need((("name",), ("occupation",), ("grade",), ("date",))),
}


def wants_for(documents: Sequence[Document], pages: Sequence[PageText]) -> tuple[Want, ...]:
    """The readings still wanted, each once, the most telling first.

    A page that is to be read whole in the plain channel is not read line by
    line before that.
    """
    by_number = {page.number: page for page in pages}
    ranked: list[tuple[int, Want]] = []
    whole: set[int] = set()
    for document in documents:
        ranked += [(0, want) for want in _beheaded(document, by_number)]
        for want in (
            *_missing(document, by_number),
            *_perhaps_award(document, by_number),
            *_upright_lines(document, by_number),
            *_list_not_whole(document, by_number),
            *_paper_of_office(document, by_number),
            *_clock(document, by_number),
            *_site(document, by_number),
        ):
            ranked.append((0, want))
            whole |= {want.page} if want.channel is Channel.PLAIN and want.box is None else set()
    for field in (field for document in documents for field in document.fields):
        if field.certainty is Certainty.DOUBTFUL and field.page not in whole and _in_print(field):
            rank = 1 + (field.name not in _DECISIVE) + (field.name in _MANY)
            ranked += [(rank, want) for want in _doubtful(field, by_number[field.page])]
    for document in documents:
        if document.kind is DocumentKind.PATENT_SEARCH_RESULT:
            ranked += [(1, want) for want in _second_opinions(document, by_number)]
    ranked.sort(key=lambda one: (one[0], _order(one[1])))
    unique: dict[tuple[object, ...], Want] = {}
    for _, want in ranked:
        unique.setdefault((want.page, want.box, want.channel, want.scale, want.reader), want)
    return tuple(unique.values())


def page_want(page: PageText, reason: str) -> list[Want]:
    """The next larger look at a whole page: plain first, as the first look was without ink."""
    scale = _page_scale(page)
    for channel in (Channel.PLAIN, Channel.NO_SEAL):
        want = Want(page.number, None, channel, scale, FIRST_READER, reason)
        if not _was_read(want, page):
            return [want]
    return []


def _missing(document: Document, pages: Mapping[int, PageText]) -> list[Want]:
    need = NEEDS.get(document.kind)
    if need is None or not document.pages:
        return []
    have = set(document.names())
    lacking = [" or ".join(names) for names in need.fields if have.isdisjoint(names)]
    if document.kind is DocumentKind.PATENT_CERTIFICATE and _is_back(document, have, pages):
        return []
    if not lacking:
        return []
    reason = f"{', '.join(lacking)} not found"
    if document.kind is not DocumentKind.COMMENDATION_DOCUMENT:
        return page_want(pages[document.pages[0]], reason)
    if have.isdisjoint(("title", "document_number")):
        return []  # a later page of a decision, looked at alone
    # A decision's signature and date stand on one of its later pages.
    looked_at = dict.fromkeys((document.pages[0], document.pages[-1]))
    return [want for number in looked_at for want in page_want(pages[number], reason)]


def _paper_of_office(document: Document, pages: Mapping[int, PageText]) -> list[Want]:
    """A larger look at a small picture of a publication or notice of which a part was not read."""
    paper = document.first("paper")
    if document.kind is not DocumentKind.OTHER or paper is None:
        return []
    page = pages[document.pages[0]]
    need = next((names for words, names in _PAPERS if words.search(paper.value)), ())
    lacking = sorted(set(need) - set(document.names()))
    if not lacking or max(page.page.width, page.page.height) >= LONG_SIDE:
        return []
    return page_want(page, f"{', '.join(lacking)} not found")


def _clock(document: Document, pages: Mapping[int, PageText]) -> list[Want]:
    """The corner of a screen where its clock stands, too small for the first look at it."""
    page = pages[document.pages[0]]
    width, height = page.page.width, page.page.height
    is_result = document.kind is DocumentKind.PATENT_SEARCH_RESULT
    query_time = document.first("query_time")
    if not is_result or width <= height or (query_time is not None and "T" in query_time.value):
        return []
    box = Box(round(_CLOCK[0] * width), round(_CLOCK[1] * height), width, height)
    want = Want(page.number, box, Channel.NO_SEAL, LINE_SCALE, FIRST_READER, "the screen's clock")
    return [] if _was_read(want, page) else [want]


def _site(document: Document, pages: Mapping[int, PageText]) -> list[Want]:
    """A look at a screen's heading in colour, where its site's name is white, and at its address.

    Only where the site is not surely one: white print on colour is lost without seal ink, and
    an address in small print may be read as another one.
    """
    site = document.first("site")
    if document.kind is not DocumentKind.PATENT_SEARCH_RESULT or not document.pages:
        return []
    if site is not None and site.certainty is Certainty.CERTAIN:
        return []
    page = pages[document.pages[0]]
    heading = Box(0, 0, page.page.width, _top_of(document, page))
    looks = [(heading, LEAST)] if heading.height > 0 else []
    looks += [
        (_line_box(line.box, page), LINE_SCALE) for line in page.lines if _ADDRESS.search(line.text)
    ]
    reason = "the site is not known for certain"
    wants = [
        Want(page.number, box, Channel.PLAIN, scale, FIRST_READER, reason) for box, scale in looks
    ]
    return [want for want in wants if not _was_read(want, page)]


def _top_of(document: Document, page: PageText) -> int:
    """Where a page's heading ends: above what it says of patents."""
    tops = [
        field.box.y0
        for field in document.fields
        if field.page == page.number and field.box is not None and field.name not in _OF_PAGE
    ]
    return min([round(_HEADING * page.page.width), page.page.height, *tops])


def _second_opinions(document: Document, pages: Mapping[int, PageText]) -> list[Want]:
    """The second reader on each line of an official page's field that the first is unsure of.

    A larger look comes first: most doubts end with it.
    """
    wants = []
    for field in document.fields:
        if field.name not in _BY_SECOND or field.box is None or not is_weak(field.doubt):
            continue
        page, reason = pages[field.page], f"{field.name} is doubtful: {field.doubt}"
        for line in page.lines:
            if share_a_place(line.box, field.box):
                ends = max(line.box.x0, field.box.x0), min(line.box.x1, field.box.x1)
                here = Box(ends[0], line.box.y0, ends[1], line.box.y1)
                box = _within(here.grown(max(round(_AROUND * here.height), 4)), page)
                first = Want(page.number, here, Channel.PLAIN, LEAST, FIRST_READER, reason)
                second = Want(page.number, box, Channel.NO_SEAL, LEAST, SECOND_READER, reason)
                if _was_read(first, page) and not _was_read(second, page):
                    wants.append(second)
    return wants


def _perhaps_award(document: Document, pages: Mapping[int, PageText]) -> list[Want]:
    """Another look at a page of few words that names a contest: plaques say no more than that."""
    if document.kind is not DocumentKind.OTHER:
        return []
    return [
        want
        for page in (pages[number] for number in document.pages)
        if len(page.lines) <= FEW_LINES
        and any(_CONTEST.search(line.text.strip()) for line in page.lines)
        for want in page_want(page, "names a contest, but no award was read")
    ]


def _beheaded(document: Document, pages: Mapping[int, PageText]) -> list[Want]:
    """A smaller look at a large 等奖 and what stands before it.

    The bar of a 一 is no print to a detector at the size of its neighbours; on a
    smaller picture the three are one line.
    """
    if document.kind not in (DocumentKind.AWARD_CERTIFICATE, DocumentKind.OTHER):
        return []
    wants = []
    for page in (pages[number] for number in document.pages):
        for line in page.lines:
            if _RANK_ALONE.fullmatch(line.text.strip()) and line.box.height > LARGE_PRINT:
                pitch = line.box.width // len(line.text.strip())
                left = max(line.box.x0 - round(1.5 * pitch), 0)
                box = Box(left, line.box.y0, line.box.x1, line.box.y1)
                scale = round(LARGE_PRINT / line.box.height, 2)
                reason = "a rank without its first character"
                wants.append(Want(page.number, box, Channel.PLAIN, scale, FIRST_READER, reason))
    return [
        want
        for want in wants
        if all(_asked(one) != _asked(want) for one in pages[want.page].readings)
    ]


def _asked(one: Want | Reading) -> tuple[object, ...]:
    return one.box, one.channel, one.scale, one.reader


def _upright_lines(document: Document, pages: Mapping[int, PageText]) -> list[Want]:
    """A larger look at a page of a decision where the detector read downwards over its rows."""
    if document.kind not in _WITH_LISTS:
        return []
    return [
        want
        for page in (pages[number] for number in document.pages)
        if any(_is_among_rows(line, page) for line in page.lines)
        for want in page_want(page, UPRIGHT)
    ]


def _is_among_rows(line: TextLine, page: PageText) -> bool:
    """Whether an upright line stands beside level ones, and not where a seal's ring runs."""
    beside = (
        other
        for other in page.lines
        if not stands_upright(other) and line.box.y0 < other.box.center[1] < line.box.y1
    )
    in_seal = any(seal.box.overlap(line.box) > line.box.area / 2 for seal in page.seals)
    return stands_upright(line) and not in_seal and any(beside)


def _list_not_whole(document: Document, pages: Mapping[int, PageText]) -> list[Want]:
    """A larger look at the pages of a list that says another number than was read.

    A list that fills its page may go on with the next, which a page looked at alone does
    not know of; one that ends above, or before another group, is all there is.
    """
    wants: list[Want] = []
    people = document.all("named_person")
    for number in document.pages:
        here = [field for field in people if field.page == number]
        doubts = [field.doubt for field in here if field.doubt and is_lists(field.doubt)]
        if doubts and (here[-1].doubt != doubts[0] or _ends_above(here, pages[number])):
            wants += page_want(pages[number], doubts[0])
    return wants


def _ends_above(people: Sequence[Field], page: PageText) -> bool:
    """Whether a list ends well above its page's foot."""
    foot = (1 - _FOOT) * page.page.height
    return all(field.box is None or field.box.y1 < foot for field in people)


def _in_print(field: Field) -> bool:
    """Whether a closer look at its line may settle what is doubtful about a field."""
    doubt = field.doubt or ""
    of_list = field.name == "named_person" and (is_lists(doubt) or is_texts(doubt))
    # A site is in doubt for what else the page says, not for how its own name was read.
    of_site = field.name == "site" and not is_weak(doubt)
    return doubt != PLACE_OR_OFFICE and not of_list and not of_site


def _is_back(document: Document, have: set[str], pages: Mapping[int, PageText]) -> bool:
    """Whether this is a certificate's continuation looked at alone, which lacks most fields.

    It says 第2页(共2页), or names the patent and no more; a front page has its type in print.
    """
    if "patent_type" in have or len(document.pages) > 1:
        return False
    printed = page_of(page_passage(pages[document.pages[0]]))
    return "patent_number" in have or (printed is not None and printed[0] > 1)


def _doubtful(field: Field, page: PageText) -> list[Want]:
    if field.box is None or field.sources == ("seal",):
        return []
    box = _line_box(field.box, page)
    if field.doubt == LINE_BELOW:
        box = _with_place_below(field.box, page)
    scale = LINE_SCALE if max(page.page.width, page.page.height) < LARGE_PAGE else LEAST
    reason = f"{field.name} is doubtful: {field.doubt}"
    channels = [Channel.PLAIN, Channel.NO_SEAL]
    wants = [Want(page.number, box, channel, scale, FIRST_READER, reason) for channel in channels]
    wants = [want for want in wants if not _was_read(want, page)][:1]
    if field.name in _NUMBERS and "check_digit" not in field.sources:
        wants.append(Want(page.number, box, Channel.NO_SEAL, scale, SECOND_READER, reason))
    return [want for want in wants if not _was_read(want, page)]


def _line_box(box: Box, page: PageText) -> Box:
    """The whole lines that a field stands on, with some paper around them."""
    for line in page.lines:
        if share_a_place(line.box, box):
            box = box.union(line.box)
    return _within(box.grown(max(8, round(0.35 * min(box.height, 80)))), page)


def _within(box: Box, page: PageText) -> Box:
    return Box(
        max(box.x0, 0),
        max(box.y0, 0),
        min(box.x1, page.page.width),
        min(box.y1, page.page.height),
    )


def _with_place_below(box: Box, page: PageText) -> Box:
    """The column of lines in which a field ends, with the place of one more below it."""
    lines = [line.box for line in page.lines]
    column = max((line for line in lines if share_a_place(line, box)), key=_foot, default=box)
    last = column
    while above := [line for line in lines if _stands_on(line, column)]:
        column = column.union(above[0])
    below = place_below(last)
    grown = column.union(below)
    return Box(
        grown.x0,
        max(column.y0 - last.height // 5, 0),
        min(grown.x1, page.page.width),
        min(below.y1, page.page.height),
    )


def _foot(line: Box) -> int:
    return line.y1


def _stands_on(line: Box, column: Box) -> bool:
    """Whether a line is the next one above in a column of lines."""
    close = -0.5 * line.height < column.y0 - line.y1 < 0.6 * line.height
    return close and abs(line.x0 - column.x0) < line.height


def _page_scale(page: PageText) -> float:
    long_side = max(page.page.width, page.page.height, 1)
    return round(min(LARGEST, max(LEAST, LONG_SIDE / long_side)), 2)


def _was_read(want: Want, page: PageText) -> bool:
    whole = Box(0, 0, page.page.width, page.page.height)
    wanted = want.box or whole
    return any(
        reading.reader == want.reader
        and reading.channel is want.channel
        and reading.scale >= 0.95 * want.scale
        and (reading.box is None or reading.box.overlap(wanted) >= ENOUGH * max(wanted.area, 1))
        for reading in page.readings
    )


def _order(want: Want) -> tuple[int, int, int, int, str, str]:
    top, left = (want.box.y0, want.box.x0) if want.box else (-1, -1)
    return want.page, top, left, round(want.scale * 100), want.channel.value, want.reader
