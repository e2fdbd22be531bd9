"""What a page of search results says of itself: whose site, when, and how many results in all.

Source: facts.md §3. Only the official sites' names and addresses make a page theirs
(附件1 第九条), where a browser and the sites write them; a page that names another site as
well is in doubt.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from evidence.documents import Certainty, Field
from extractors.documents import thresholds
from extractors.documents.certainty import Judge
from extractors.documents.labels import Labelled, first_rows
from extractors.documents.layout import rows
from extractors.documents.page_text import PageText, TextLine
from extractors.documents.passages import Passage, passage
from extractors.documents.result_cells import begins_at
from extractors.documents.site_heads import Shown, addresses, names
from extractors.patent_sites import OFFICE_DOMAIN, OFFICIAL_SITES, OTHER_SITES

_BY_LABELS = (
    ("cpquery", ("申请号/专利号:", "案件状态:")),
    ("epub", ("(?:申请公布号|授权公告号):", "(?:申请人|专利权人):", "(?:发明人|设计人):")),
    ("pss", (r"公开\(公告\)号", r"申请\(专利权\)人")),
)
"""Labels that follow one another on the pages of a site."""
IN_TEXT = "the site is named in the page's text only"
BY_LABELS = "the site is recognised by its labels only"
_HOST = re.compile(r"(?:https?:/{1,2}|www\.)(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+)", re.IGNORECASE)

_COUNT = re.compile(
    r"共(?:检索到|查询到|查到|找到|有|计)?(?P<a>[0-9][0-9,]{0,8})(?:条|件|项)"
    r"|(?:检索到|查询到|查到|找到|命中)(?:相关|符合条件的?)?(?:专利|结果|记录|数据)?(?P<b>[0-9][0-9,]{0,8})(?:条|件|项)"
    r"|(?<![0-9/至到,\-~])(?P<c>[0-9][0-9,]{0,8})条(?:数据|记录|结果)"
)
_NONE = re.compile(
    r"暂无数据|没有(?:找到|查到|检索到)|未(?:找到|查到|检索到|查询到)|无(?:符合|匹配|相关)"
)
_PAGES = re.compile(
    r"第(?P<n>[0-9]{1,4})(?:页)?[/,、]?共(?P<of>[0-9]{1,4})页"
    r"|第(?P<m>[0-9]{1,4})页[/,、(]?共(?P<om>[0-9]{1,4})页"
    r"|共(?P<all>[0-9]{1,4})页[/,、]?(?:当前)?第(?P<at>[0-9]{1,4})页"
)
_DAY = r"(?P<y>20\d{2})\s?[-/.年]\s?(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})(?:\s?日)?"
_TIMED = re.compile(
    rf"{_DAY}(?:(?:[\sT]*(?P<half>上午|下午)\s?|[\sT]+)(?P<h>[01]?\d|2[0-3])[:：时](?P<min>[0-5]\d)"
    r"|(?P<hh>[01]\d|2[0-3])[:：](?P<mm>[0-5]\d))"
)
_DATED = re.compile(_DAY)
_AMERICAN = re.compile(
    r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{2}),?\s?(?P<h>\d{1,2}):(?P<min>[0-5]\d)\s?(?P<half>[AP])M"
)
_STAMP = re.compile(r"20\d{2}[-/年]|\d{1,2}/\d{1,2}/\d{2},?\s?\d{1,2}:\d{2}\s?[AP]M")
_CLOCK = re.compile(r"(?<!\d)(?P<h>[01]?\d|2[0-3])[:：](?P<min>[0-5]\d)(?::[0-5]\d)?")
_NOON = 12
_DAY_LONG = len("2024-03-26")
_PRINTED = "打印时间"
"""The label of a time that may lie after the site was asked."""
_EDGE = 0.08
"""Share of a page's height at its top and bottom in which a browser prints the time."""
_FOOT = 0.06
"""Share of a screen's height that its bar with the clock takes at the most."""
_CORNER = 0.8
"""Share of a screen's width from which its clock stands on the right."""


@dataclass(frozen=True, slots=True)
class Totals:
    """How many results the site has (`count`), and which of how many pages this is."""

    fields: tuple[Field, ...]
    count: int | None


def site(whole: Passage, pages: Sequence[PageText], judge: Judge) -> list[Field]:
    """The site that pages are of, or nothing where none is named.

    Certain only by the address in a browser's bar or at a print's foot, or by the name in the
    site's own head, and by none of another. `whole` is the text of all the pages.
    """
    flat = whole.flat()
    told = addresses(pages)
    foreign = next((one.host for one in told if not one.site), "") or _elsewhere(flat)
    doubt = f"the page names another site: {foreign}" if foreign else None
    of_window = [one for one in told if one.site]
    shown = [*of_window, *names(pages)]
    if shown:
        name = shown[0].site
        # Another tab of the window may be open on another of the sites: the address says which.
        others = {one.site for one in of_window or shown} - {name}
        doubt = doubt or (f"the page names another site: {min(others)}" if others else None)
        return [_surest(name, [one for one in shown if one.site == name], doubt, judge)]
    for name, pattern in OFFICIAL_SITES:
        match = pattern.search(flat.text)
        if match:
            at = flat.group(match)
            return [judge.field("site", name, at, least=thresholds.TEXT, doubt=doubt or IN_TEXT)]
    named = other_site(flat, judge)
    if named:
        return named
    for name, labels in _BY_LABELS:
        match = _in_order(labels, flat.text)
        if match:
            at = flat.group(match)
            return [judge.field("site", name, at, least=thresholds.TEXT, doubt=BY_LABELS)]
    return []


def _surest(name: str, shown: Sequence[Shown], doubt: str | None, judge: Judge) -> Field:
    """The site at the first of its places that was surely read, or else at the first."""
    fields = [
        judge.field("site", name, one.place, least=thresholds.TEXT, doubt=doubt) for one in shown
    ]
    certain = [field for field in fields if field.certainty is Certainty.CERTAIN]
    return (certain or fields)[0]


def _in_order(labels: Sequence[str], text: str) -> re.Match[str] | None:
    """Where the first of the labels stands, if each of the others follows the one before it.

    One search after the other: a single pattern takes cubic time on a hostile page.
    """
    first, end = None, 0
    for label in labels:
        match = re.compile(label).search(text, end)
        if match is None:
            return None
        first, end = first or match, match.end()
    return first


def other_site(whole: Passage, judge: Judge) -> list[Field]:
    """The site that is not the office's own by which a page names itself."""
    flat = whole.flat()
    for name, pattern in OTHER_SITES:
        match = pattern.search(flat.text)
        if match:
            return [judge.field("site", name, flat.group(match), least=thresholds.TEXT)]
    return []


def _elsewhere(flat: Passage) -> str:
    """What names another site than the office's: a known name, or the address of any."""
    for name, pattern in OTHER_SITES:
        if pattern.search(flat.text):
            return name
    hosts = [match["host"].lower() for match in _HOST.finditer(flat.text)]
    foreign = [host for host in hosts if not OFFICE_DOMAIN.search(host)]
    return foreign[0] if foreign and len(foreign) == len(hosts) else ""


def totals(whole: Passage, judge: Judge) -> Totals:
    """`result_count`, the site's own number of results, and `result_page` as `1/3`.

    Numbers that differ (a count for each type of publication) leave the total in doubt.
    """
    flat = whole.flat()
    counts = [
        (int((match["a"] or match["b"] or match["c"]).replace(",", "")), match)
        for match in _COUNT.finditer(flat.text)
    ]
    none = _NONE.search(flat.text)
    if none is not None:
        counts.append((0, none))
    fields, count = [], None
    if counts:
        count, match = counts[0]
        differ = len({number for number, _ in counts}) > 1
        doubt = "the page states different numbers of results" if differ else None
        at = flat.group(match)
        fields.append(
            judge.field("result_count", str(count), at, least=thresholds.NUMBER, doubt=doubt)
        )
    pages = _PAGES.search(flat.text)
    if pages:
        number, of = (
            next(pages[name] for name in names if pages[name])
            for names in (("n", "m", "at"), ("of", "om", "all"))
        )
        at = flat.group(pages)
        fields.append(
            judge.field("result_page", f"{int(number)}/{int(of)}", at, least=thresholds.NUMBER)
        )
    return Totals(tuple(fields), count)


def query_time(found: Sequence[Labelled], pages: Sequence[PageText], judge: Judge) -> list[Field]:
    """When the site was asked: by its own label, the browser's header or footer, a screen's clock.

    A page may be printed later than the site was asked, so that its own label counts before any
    time of printing. A time that stands there and cannot be read, days that differ, and a
    print from before the question leave it in doubt; with none that is read it is as printed.
    """
    stated = [
        one
        for one in found
        if one.field == "query_time" and (begins_at(one) or moment(first_rows(one.value).raw))
    ]
    asked = _told(first_rows(one.value) for one in stated if one.label != _PRINTED)
    labels = (first_rows(one.value) for one in stated if one.label == _PRINTED)
    printed = _told((*labels, *_stamps(pages), *_clocks(pages)))
    with_time = [one for one in printed if "T" in one[0]]
    counted = _read(asked) or with_time or _read(printed)
    if not counted:
        unread = [place for _, place in (*asked, *printed) if place.stripped().text]
        unknown = "the time was not read"
        return [
            judge.field("query_time", place.raw, place, least=thresholds.DATE, doubt=unknown)
            for place in unread[:1]
        ]
    value, place = min(counted, key=lambda one: (one[0][:_DAY_LONG], "T" not in one[0]))
    day = value[:_DAY_LONG]
    # A screen's clock gives the time to the day that stands alone beside it.
    timed = [one for one in with_time if one[0].startswith(day)]
    if "T" not in value and timed:
        value, place = timed[0]
    doubt: str | None = None
    if any(other[:_DAY_LONG] != day for other, _ in counted):
        doubt = "the page shows several days"
    elif any(other[:_DAY_LONG] < day for other, _ in with_time):
        doubt = "the page was printed before that day"
    elif len(_read([*asked, *printed])) < len(asked) + len(printed):
        doubt = "another time on the page was not read"
    return [judge.field("query_time", value, place, least=thresholds.DATE, doubt=doubt)]


def _read(told: Sequence[tuple[str, Passage]]) -> list[tuple[str, Passage]]:
    return [one for one in told if one[0]]


def _told(places: Iterable[Passage]) -> list[tuple[str, Passage]]:
    """Each place of a time with its moment, empty where it cannot be read."""
    return [(moment(place.raw), place) for place in places if place.text]


def moment(text: str) -> str:
    """The first date in a text, with its time where one follows; empty for none."""
    american = _AMERICAN.search(text)
    if american:
        hour = int(american["h"]) % 12 + (12 if american["half"] == "P" else 0)
        year = 2000 + int(american["y"])
        return _iso(year, american["m"], american["d"], hour, american["min"])
    timed = _TIMED.search(text)
    if timed:
        hour = int(timed["h"] or timed["hh"])
        hour += 12 * (timed["half"] == "下午" and hour < _NOON)
        minute = timed["min"] or timed["mm"]
        return _iso(int(timed["y"]), timed["m"], timed["d"], hour, minute)
    dated = _DATED.search(text)
    if dated is None:
        return ""
    clocks = list(_CLOCK.finditer(text, 0, dated.start()))
    before = (int(clocks[0]["h"]), clocks[0]["min"]) if len(clocks) == 1 else (None, None)
    return _iso(int(dated["y"]), dated["m"], dated["d"], *before)


def _iso(year: int, month: str, day: str, hour: int | None, minute: str | None) -> str:
    try:
        date = dt.date(year, int(month), int(day)).isoformat()
    except ValueError:
        return ""
    return date if hour is None else f"{date}T{hour:02d}:{minute}"


def _stamps(pages: Sequence[PageText]) -> Iterator[Passage]:
    """Lines at the top and bottom of pages that begin with a date, as a browser prints them."""
    for page in pages:
        edge = _EDGE * page.page.height
        for line in page.lines:
            middle = line.box.center[1]
            at_edge = middle < edge or middle > page.page.height - edge
            if at_edge and _STAMP.match(line.text.strip()):
                yield passage([[line]])


def _clocks(pages: Sequence[PageText]) -> Iterator[Passage]:
    """The clock in the lower right corner of a screen: time and date, above one another or in line."""
    for page in pages:
        corner = [
            line
            for line in page.lines
            if line.box.y0 > (1 - _FOOT) * page.page.height
            and line.box.center[0] > _CORNER * page.page.width
        ]
        dates = [line for line in corner if moment(line.text)]
        times = [line for line in corner if _CLOCK.search(line.text)]
        if len(dates) == 1 and len(times) <= 1:
            yield _date_first(dates[0], times)


def _date_first(date: TextLine, times: Sequence[TextLine]) -> Passage:
    """Date and time as one passage in which the time follows."""
    if times and times[0] is not date:
        return passage([[date], [times[0]]])
    return passage([[date]])


def in_rows(page: PageText) -> Passage:
    """The page row by row over its whole width: a site's columns are no facing pages."""
    return passage(rows(page.lines))
