"""Whether a field may be relied on, and what agreed on its value.

A value is compared with every other source at its place: the PDF's text
layer, other passes of the reader, the second reader. A contradiction makes
the field doubtful; nothing is ever corrected toward another source.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from evidence.documents import Certainty, Field
from evidence.places import Box
from evidence.readings import Channel, Line
from extractors.documents import thresholds
from extractors.documents.page_text import PageText, TextLine, sees_less, share_a_place
from extractors.documents.passages import ONE_FORM, Passage

_CONFUSABLE = str.maketrans(
    {**dict.fromkeys("〇○Oo零", "0"), **dict.fromkeys("Il|", "1"), "曰": "日", "×": "X"}
)
_SAME = _CONFUSABLE | ONE_FORM
_PIECE = re.compile(r"[^0-9A-Z\u3400-\u9fff]")
_SET_EVENLY = frozenset({"issuer", "date", "recipient", "honour"})
"""Fields of one stretch of print, in which a wide gap is a lost character."""
_PROSE = frozenset({"title", "honour", "contest", "occupation", "addressee"})
_SPECK = re.compile(r"(?:^|(?<=[\u3400-\u9fff]))\.(?=[\u3400-\u9fff])")
"""A speck read as a full stop of Latin script, which Chinese prose has none of."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?")
_CENTURIES = ("19", "20")
_DATES = ("date", "日期", "时间", "年月")
"""How the names of fields end that hold one."""
_DATE = re.compile(r"(?<![0-9])[0-9]{4}\s*[-./年]\s*[0-9]|[0-9]/[0-9]")
_CONFIRMS = frozenset(
    {"text_layer", "check_digit", "qr_code", "barcode", "seal", "second_reader", "repeated"}
)


_KNOWN_TEXTS = 2048
"""Whose comparable forms are remembered: those of a page are asked for with each of its fields."""
_HELD = 0.5
"""Share of a value's width from which the second reader has looked at it."""
_WEAK = ("read with confidence", "stands under a seal and was read only once")
"""How doubts begin that another reader's agreement would have settled."""


def is_weak(doubt: str | None) -> bool:
    """Whether all that is doubtful is one reader's certainty, which a second reader confirms."""
    return doubt is not None and doubt.startswith(_WEAK)


class Judge:
    """Makes fields of what was found on these pages, each judged by its sources."""

    def __init__(self, pages: Iterable[PageText]) -> None:
        self._pages: Mapping[int, PageText] = {page.number: page for page in pages}

    def field(
        self,
        name: str,
        value: str,
        found: Passage,
        *,
        least: float,
        agreed: Iterable[str] = (),
        settled: bool = False,
        doubt: str | None = None,
    ) -> Field:
        """The field `name` with `value`, found at `found`.

        `least` is the confidence its least sure character needs where no second source agrees;
        `agreed` names the sources that the caller compared; `settled` says that
        a check digit decides between readers, so that only the text layer can
        still contradict; `doubt` is a doubt that the caller already has.
        """
        page = self._pages[found.page]
        sources, contradiction = _compared(found, page, settled=settled)
        unread = any(line.channel is Channel.PROSE for line in found.used)
        sources = list(dict.fromkeys([*([] if unread else ["pixels"]), *sources, *agreed]))
        confirmed = not _CONFIRMS.isdisjoint(sources)
        doubt = doubt or contradiction or ("not read from pixels" if unread else None)
        is_date = name.endswith(_DATES) and _DAY.fullmatch(value)
        if doubt is None and is_date and not value.startswith(_CENTURIES):
            doubt = "no document is of that year"
        if doubt is None and not confirmed and name in _SET_EVENLY and found.has_gap:
            doubt = "there is room for a character that was not read"
        if doubt is None and not confirmed:
            doubt = _weakness(found, page, least)
        return Field(
            name=name,
            value=_SPECK.sub("", value) if name in _PROSE else value,
            raw=found.raw,
            page=found.page,
            box=found.box,
            confidence=round(found.least_sure, 4),
            reader=found.reader,
            certainty=Certainty.CERTAIN if doubt is None else Certainty.DOUBTFUL,
            doubt=doubt,
            sources=tuple(sources),
        )


@lru_cache(maxsize=_KNOWN_TEXTS)
def comparable(text: str) -> str:
    """Letters, digits and Chinese characters in one width, confusable digits in one shape."""
    return _PIECE.sub("", unicodedata.normalize("NFKC", text).translate(_SAME).upper())


def under_seal(box: Box, page: PageText) -> bool:
    """Whether a line stands so far under a seal that ink may have hidden part of it."""
    return any(
        seal.box.overlap(box) > thresholds.UNDER_SEAL * max(box.area, 1) for seal in page.seals
    )


def _compared(found: Passage, page: PageText, *, settled: bool) -> tuple[list[str], str | None]:
    """Which sources agree, and the first contradiction in words."""
    agreed: list[str] = []
    contradiction = None
    pieces = _pieces(found)
    used = [line for line, _ in pieces]
    beside = list(zip(pieces, found.beside, strict=False))
    compared = page.layer or any(line.others for line in used)
    rows = [
        _Told(line.box, raw, *_row(line, *ends, page))
        for (line, raw), ends in (beside if compared else ())
    ]
    # The second reader looks at single values: of another on the line, or elsewhere, it says nothing.
    places = [
        _Told(box, raw, *map(comparable, ends))
        for box, ((_, raw), ends) in (zip(found.boxes, beside, strict=False) if page.second else ())
    ]
    for source, told, lines, who in (
        ("text_layer", rows, page.layer, "text layer"),
        ("second_reader", places, page.second, "second reader"),
    ):
        said = _contradicted(told, lines, in_place=source == "second_reader")
        if said is None:
            agreed.append(source)
        elif said and not (settled and source == "second_reader"):
            contradiction = contradiction or f"{who} says “{said}”"
    return agreed, contradiction or (None if settled else _other_pass(used, rows))


class _Told(NamedTuple):
    """A stretch of a line as read, where it stands, and what stands beside it, comparable."""

    box: Box
    raw: str
    before: str
    after: str


def _pieces(found: Passage) -> list[tuple[TextLine, str]]:
    raws = found.raw.split("\n")
    return list(zip(found.used, raws, strict=False))


def _row(line: TextLine, before: str, after: str, page: PageText) -> tuple[str, str]:
    """What stands left and right of a stretch of a line, with the other lines of its row."""
    mates = sorted(
        (one for one in page.lines if one is not line and _in_row(line.box, one.box)),
        key=lambda one: one.box.x0,
    )
    left = "".join(one.text for one in mates if one.box.x0 < line.box.x0)
    right = "".join(one.text for one in mates if one.box.x0 >= line.box.x0)
    return comparable(left + before), comparable(after + right)


def _contradicted(told: list[_Told], lines: tuple[Line, ...], *, in_place: bool) -> str | None:
    """None where these lines say every piece, else what they say there, empty for nothing.

    `in_place` wants a piece to be said where it stands, by each that looked there. A text layer
    may say it anywhere, but for what its place says otherwise: its date of filing is no proof
    of the date of grant.
    """
    complete = bool(lines)
    for piece in told:
        there = [one for one in lines if _same_row(piece.box, one.box, _HELD if in_place else 0)]
        said = [one.text for one in there]
        if in_place:
            agree = bool(said) and all(_agrees(one, piece) for one in said)
        elif there:
            agree = not _overprinted(there) and any(
                _agrees(one, piece, in_layer=True) for one in (*said, " ".join(said))
            )
        else:
            agree = len(comparable(piece.raw)) > 3 and any(
                _agrees(one.text, piece, in_layer=True) for one in lines
            )
        if not agree and said:
            return " ".join(said)[:40]
        complete = complete and agree
    return None if complete else ""


def _agrees(said: str, piece: _Told, *, in_layer: bool = False) -> bool:
    """Whether a text says a piece and nothing more of it than was read.

    What it says beside the piece must stand beside it on the page too: one that sees another
    character (王明辉 for 王明) does not agree. In a text layer blanks part words where the
    characters of one stand together, and each may be set twice for bold.
    """
    wanted = comparable(piece.raw)
    texts = [comparable(one) for one in (said, *(said.split() if in_layer else ()))]
    forms = [piece.raw]
    if in_layer and len(wanted) > 1:
        forms.append("".join(2 * char for char in piece.raw))
    return not wanted or any(
        _same_digits(raw, said) and any(_stands(comparable(raw), text, piece) for text in texts)
        for raw in forms
    )


def _stands(wanted: str, text: str, piece: _Told) -> bool:
    """Whether a text holds what is wanted between the neighbours that the piece was read with."""
    at = text.find(wanted)
    while at >= 0:
        left, right = text[:at], text[at + len(wanted) :]
        begins = not left or left[-1:] == piece.before[-1:]
        if begins and (not right or right[:1] == piece.after[:1]):
            return True
        at = text.find(wanted, at + 1)
    return False


def _same_digits(raw: str, said: str) -> bool:
    """Whether a text has the numbers of a date in their order: 2021-1-11 is not 2021-11-1."""
    if not _DATE.search(_plain(raw)):
        return True
    wanted = _numbers(_plain(raw))
    return any(
        wanted == here[at : at + len(wanted)]
        for here in (_numbers(_plain(said)), _numbers(_plain("".join(said.split()))))
        for at in range(len(here) - len(wanted) + 1)
    )


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_CONFUSABLE)


def _numbers(text: str) -> list[int]:
    return [int(digits) for digits in re.findall(r"[0-9]{1,20}", text)]


def _overprinted(lines: list[Line]) -> bool:
    """Whether two different texts of a layer stand on one place, of which the page shows one."""
    return any(
        share_a_place(one.box, two.box) and comparable(one.text) != comparable(two.text)
        for one, two in combinations(lines, 2)
    )


def _same_row(one: Box, two: Box, share: float) -> bool:
    """Whether two boxes stand in one row, the second over more than a share of the first's width."""
    wide = min(one.x1, two.x1) - max(one.x0, two.x0)
    return _in_row(one, two) and wide > share * one.width


def _in_row(one: Box, two: Box) -> bool:
    """Whether two boxes stand in one row of print."""
    high = min(one.y1, two.y1) - max(one.y0, two.y0)
    return high > 0.4 * min(one.height, two.height)


def _other_pass(lines: list[TextLine], told: list[_Told]) -> str | None:
    """What an equally sure pass of the reader read instead, as large or no less sure.

    Or beside it: 王明辉 where 王明 was taken, for its last character was faint.
    """
    for line, row in zip(lines, told, strict=False):
        piece = comparable(row.raw)
        for other in line.others:
            as_sure = 1 - other.confidence <= 0.005 + thresholds.EQUALLY_SURE * (
                1 - line.confidence
            )
            as_large = other.scale >= 0.99 * line.scale
            as_good = as_sure and (as_large or other.confidence >= line.confidence)
            text = comparable(other.text)
            whole = comparable(line.text)
            complete = len(text) >= 0.9 * len(whole)
            missed = not _stands(piece, text, row) if piece in text else not sees_less(text, whole)
            if as_good and complete and missed:
                return f"another reading says “{other.text[:40]}”"
    return None


def _weakness(found: Passage, page: PageText, least: float) -> str | None:
    """What makes one reading not enough; its confidence comes last, as calibration assumes."""
    for line, raw in _pieces(found):
        piece = comparable(raw)
        others = [comparable(other.text) for other in line.others]
        if not under_seal(line.box, page):
            continue
        if not any(piece in other for other in others):
            return "stands under a seal and was read only once"
        more = next((other for other in others if _sees_more(other, piece, line)), None)
        if more is not None:
            return f"stands under a seal, and another reading sees more there: “{more[:40]}”"
    if found.least_sure < least:
        return f"read with confidence {found.least_sure:.2f} only"
    return None


def _sees_more(other: str, piece: str, line: TextLine) -> bool:
    """Whether another reading has characters within the piece, or at its ends, that this one lacks."""
    whole = comparable(line.text)
    at = whole.find(piece)
    before, after = whole[:at], whole[at + len(piece) :]
    inner = other.removeprefix(before).removesuffix(after)
    if inner != piece and (inner.startswith(piece) or inner.endswith(piece)):
        return True
    ends = inner[:1] == piece[:1] and inner[-1:] == piece[-1:]
    return ends and sees_less(piece, inner)
