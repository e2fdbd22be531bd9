"""Which site a page is of, by what a browser and the site itself write at its edges.

That is the address in the bar of a window or at the foot of a print, and the site's name in
its own head or on its tab. The same words in a page's text prove nothing: anybody may write
`数据来源：中国专利公布公告`. Source: facts.md §3.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.documents.lines_apart import stands_upright
from extractors.documents.page_text import PageText, TextLine
from extractors.documents.passages import Passage, passage
from extractors.documents.result_headings import NAVIGATION
from extractors.patent_sites import OFFICE_DOMAIN, OFFICIAL_HOSTS, OFFICIAL_NAMES

_HEAD = 0.16
"""Share of a page's long side that the browser's bars and a site's head are high at the most."""
_HIGHEST = 0.25
"""The same of its height: a part that was cut out of a window is low."""
_FOOT = 0.08
"""Share of a page's height at its bottom in which a browser prints the address."""
_LARGER = 1.3
"""Times the height of a site's name from which other print is a heading over it."""
_OFFICES = re.compile(
    r"国家知识产权局|中华人民共和国|CNIPA|National\s*Intellectual\s*Property", re.IGNORECASE
)
"""The office's own head, whose larger print may stand before the name of a site of its."""
_WORD = re.compile(r"[\u3400-\u9fff]{2}|[A-Za-z]{4}")
_APART = 1.0
"""Heights of a line from whose end on another line does not continue it."""

_ADDRESS = re.compile(
    r"^(?:[^\w]|不安全|安全|[a-z]\s)*"
    r"(?:(?P<scheme>https?)\s*:\s*/{1,2}\s*|www\.)?"
    r"(?P<host>[a-z0-9][a-z0-9_-]*(?:\.[a-z0-9_-]+)+|localhost(?=[:/]))(?P<rest>.*)$",
    re.IGNORECASE,
)
_UNHOSTED = re.compile(
    r"^(?:\W|不安全|安全|[a-z0-9]\s)*(?:"
    r"[a-z][a-z0-9+.-]{1,30}\s*:\s*/{1,2}|(?:data|about|blob|javascript|view-source):\S|"
    r"(?=[0-9-]{0,62}[a-z])[a-z0-9][a-z0-9-]{0,62}:[0-9]{2,5}(?:[/?#\s]|$)|"
    r"\[[0-9a-f:.]{2,45}\](?:[:/]|$)|"
    r"[\w-]{1,63}(?:\.[\w-]{1,63}){0,5}\."
    r"(?:[a-z]{2,24}(?::[0-9]{2,5})?/|(?:com|cn|net|org|top|xyz|中国|公司|网络|网址)(?:[:/]|\W*$))|"
    r"/(?:home|users|tmp|var|mnt|media|root|opt|volumes|sdcard)/|\\\\\w)",
    re.IGNORECASE,
)
"""The address of a page of no dotted Latin host, which none of the office's is: of a machine by
its bare name, of a browser's own page, of a host in Chinese, of a folder."""
_AFTER = re.compile(r"(?::\d{1,5})?(?:\s*[/?#].*|\s+(?![\s.@:\-]).*)?$")
"""What may follow a host: its port, a path, or other print apart from it."""
_BESIDE_DOTS = re.compile(r"(?<!\s)\s*\.\s*")
_DISK = re.compile(r"^\W*(?:文件\W*)?(?:file:|[a-z]:[/\\])", re.IGNORECASE)
"""The address of a page that was opened from a disk."""
_DOMAIN = re.compile(r"\.[a-z][a-z0-9-]+$|^localhost$")
"""How a host ends: a number's check digit (….X) is no domain."""
_NUMBERS = re.compile(r"^\d{1,3}(?:\.\d{1,3}){3}$")
_BARE = re.compile(r"\W*$")
_FILE = re.compile(r"\.(?:pdf|html?|png|jpe?g|bmp|docx?|xlsx?|txt|zip)$")
_CLASSES = re.compile(r"^int\.c[il](?:\.|$)")
"""`Int.Cl.`, the label of a patent's classification."""
_NAMES = tuple(
    (
        site,
        re.compile(
            r"^(?:[\W\d_]|[A-Z](?![A-Za-z])|中华人民共和国|国家知识产权局)*"
            rf"(?P<name>{name})(?:{NAVIGATION}|[-—_:])*$"
        ),
    )
    for site, name in OFFICIAL_NAMES
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A site as the edge of a page names it, and where.

    `host` is an address's, lower case, and empty where a name stands; `site` is empty for an
    address that is none of the office's.
    """

    site: str
    host: str
    place: Passage


def addresses(pages: Sequence[PageText]) -> list[Shown]:
    """The addresses in the bars and feet of these pages; those of the office's other sites left out.

    At the foot of a page that is no upright print one of the office's is a link.
    """
    found: list[Shown] = []
    for page in pages:
        foot = (1 - _FOOT) * page.page.height
        is_print = page.page.height > page.page.width
        for line in page.lines:
            in_head = line.box.center[1] < _head(page)
            if in_head or line.box.center[1] > foot:
                shown = _address(line, _continued(line, page.lines))
                found += [one for one in shown if in_head or is_print or not one.site]
    return found


def names(pages: Sequence[PageText]) -> list[Shown]:
    """The names of the office's sites that stand alone in the heads of these pages.

    Not one below or right of larger print, which is another site's head: that is a link.
    """
    found: list[Shown] = []
    for page in pages:
        for line in page.lines:
            if line.box.center[1] < _head(page):
                found += [one for one in _name(line) if not _is_link(line, page)]
    return found


def _is_link(name: TextLine, page: PageText) -> bool:
    """Whether larger print of another than the office stands above a name or left of it."""
    return any(
        other.box.height > _LARGER * name.box.height
        and not stands_upright(other)
        and (other.box.y1 <= name.box.center[1] or other.box.x1 <= name.box.x0)
        and other.box.y0 < name.box.y1
        and _WORD.search(other.text) is not None
        and _OFFICES.search(other.text) is None
        and not any(_name(other))
        for other in page.lines
    )


def _head(page: PageText) -> float:
    width, height = page.page.width, page.page.height
    return min(_HEAD * max(width, height), _HIGHEST * height)


def _name(line: TextLine) -> Iterator[Shown]:
    whole = passage([[line]])
    for site, pattern in _NAMES:
        match = pattern.match(whole.text)
        if match:
            yield Shown(site, "", whole.group(match, "name"))


def _address(line: TextLine, text: str) -> Iterator[Shown]:
    whole = passage([[line]])
    if _DISK.match(text):
        yield Shown("", text[:40], whole)
        return
    match = _ADDRESS.match(text)
    if match is None:
        if _UNHOSTED.match(text):
            yield Shown("", text[:40], whole)
        return
    host, is_whole = match["host"].lower(), _AFTER.match(match["rest"]) is not None
    if not match["scheme"] and not _is_host(host, match["rest"]):
        return
    at = whole.text.lower().find(host)
    place = whole.cut(at, at + len(host)) if at >= 0 else whole
    if not is_whole or not OFFICE_DOMAIN.search(host):
        yield Shown("", host if is_whole else match["host"] + match["rest"][:40], place)
        return
    for site, pattern in OFFICIAL_HOSTS:
        if pattern.fullmatch(host):
            yield Shown(site, host, place)


def _is_host(host: str, rest: str) -> bool:
    """Whether a word with dots in it is an address although no scheme stands before it."""
    if _NUMBERS.match(host):
        return rest[:1] in (":", "/") or _BARE.match(rest) is not None
    return _DOMAIN.search(host) is not None and not _is_word(host, rest)


def _is_word(host: str, rest: str) -> bool:
    return _CLASSES.match(host) is not None or (bool(_FILE.search(host)) and not rest.strip())


def _continued(line: TextLine, lines: Sequence[TextLine]) -> str:
    """A line's text in one width, with that of one which follows it without room between them.

    Readers put blanks beside dots, where no address has one.
    """
    end, height = line.box.x1, line.box.height
    after = [
        one.text
        for one in lines
        if one is not line
        and min(one.box.y1, line.box.y1) - max(one.box.y0, line.box.y0) > 0.5 * height
        and abs(one.box.x0 - end) < _APART * height
    ]
    text = unicodedata.normalize("NFKC", line.text + "".join(after[:1]))
    return _BESIDE_DOTS.sub(".", text.strip())
