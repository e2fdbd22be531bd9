"""All readings of one page merged by place into one set of lines.

A later reading takes the place of earlier lines only where it covers them and
is better: larger, or more confident, or seeing more of the characters. The
PDF's text layer and the second reader stay apart: they are sources to compare
with, never text to extract from.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from evidence.places import Box
from evidence.readings import Barcode, Channel, Line, Page, PageReading, Reading, Seal
from extractors.documents.lines_apart import stands_upright, taken_apart

SECOND_READER = "tesseract"
"""The reader that is only compared with, on the characters that decide."""

COVERS = 0.85
"""Share of an old line's width that a new line must span to stand in for it."""
KNOWS = 0.6
"""Share of a line's width from which another reading of it is remembered beside it."""
SAME_PLACE = 0.5
"""Share of the smaller height (and some width) two lines share at one place."""
IN_SEAL = 0.85
"""Share of a line's area inside a seal from which it is the seal's text."""
FAINTEST = 0.5
"""Lines below this confidence are marks, not text."""
LEAST_SURE = 0.8
"""From this confidence a reading with more characters of the same line is taken."""
SURE_CHARACTER = 0.8
"""Confidence that every character of a line with more characters needs for that."""
MUCH_SURER = 0.5
"""Share of the old doubt (1 - confidence) below which an equally large reading is taken."""
ACROSS = (18.0, 72.0)
"""Degrees between which a line stands neither along the rows of a level page nor upright."""
ONE_WIDE = 2.5
"""Line heights that one character never fills: what shines through the paper does."""
EDGE = 2
"""Pixels from a region's edge within which a line may go on outside of it."""
HIGHER = 1.6
"""Times the height of a line from which a region holds others, whose rows its edges may cut."""
TIE = 0.03
"""A larger reading may be this much less confident and is still the better one."""

_RADICALS = str.maketrans(
    "⺠⺟⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
    "民母虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
)
"""Radicals (CJK Radicals Supplement) that browsers write into text layers for the whole
characters that they look like; Unicode's compatibility forms do not cover most of them."""


@dataclass(frozen=True, slots=True)
class OtherReading:
    """What another pass read where a line stands."""

    text: str
    confidence: float
    reader: str
    channel: Channel
    scale: float


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line as it is taken to read, with what other passes read at its place."""

    page: int
    text: str
    box: Box
    confidence: float
    reader: str
    channel: Channel
    scale: float
    others: tuple[OtherReading, ...] = ()
    is_cut: bool = False
    is_region: bool = False
    sure: tuple[float, ...] = ()
    places: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class PageText:
    """One page's merged lines beside the sources they are compared with.

    `page` has the size of the frame that the page was read in.
    """

    page: Page
    lines: tuple[TextLine, ...]
    layer: tuple[Line, ...]
    second: tuple[Line, ...]
    seals: tuple[Seal, ...]
    barcodes: tuple[Barcode, ...]
    readings: tuple[Reading, ...]

    @property
    def number(self) -> int:
        """The page's number in its upload, from 1."""
        return self.page.number


def merge(reading: PageReading) -> PageText:
    """The page's text from all its readings, in the order they were made."""
    page, frame = reading.page, reading.straightened
    if frame is not None:
        page = replace(page, width=frame.width, height=frame.height)
    lines: list[TextLine] = []
    second: list[Line] = []
    layer: list[Line] = []
    for one in reading.readings:
        if one.channel is Channel.TEXT_LAYER:
            layer += [_in_characters(line) for line in one.lines if line.text.strip()]
        elif one.reader == SECOND_READER:
            second += [line for line in one.lines if line.text.strip()]
        elif one.channel is not Channel.RING:
            rings = reading.seals if one.channel is Channel.PLAIN else ()
            lines = _laid_over(lines, _text_lines(one, page), rings)
    return PageText(
        page=page,
        lines=tuple(lines),
        layer=tuple(layer),
        second=tuple(second),
        seals=reading.seals,
        barcodes=reading.barcodes,
        readings=reading.readings,
    )


def _in_characters(line: Line) -> Line:
    return replace(line, text=line.text.translate(_RADICALS))


def other_lines(line: TextLine) -> list[TextLine]:
    """A line as the other passes read it, the largest and surest first."""
    others = sorted(line.others, key=lambda other: (-other.scale, -other.confidence))
    return [
        replace(
            line,
            text=other.text,
            confidence=other.confidence,
            reader=other.reader,
            channel=other.channel,
            scale=other.scale,
            others=(),
            sure=(),
            places=(),
        )
        for other in others
    ]


def share_a_place(one: Box, two: Box) -> bool:
    """Whether two lines stand on the same stretch of the same line of print."""
    high = min(one.y1, two.y1) - max(one.y0, two.y0)
    wide = min(one.x1, two.x1) - max(one.x0, two.x0)
    return (
        high > SAME_PLACE * min(one.height, two.height)
        and wide > 0.3 * min(one.width, two.width)
        and max(one.height, two.height) <= 3 * max(min(one.height, two.height), 1)
    )


def spans(wide: Box, narrow: Box, share: float = COVERS) -> bool:
    """Whether `wide` covers at least `share` of the width of `narrow`."""
    common = min(wide.x1, narrow.x1) - max(wide.x0, narrow.x0)
    return common >= share * max(narrow.width, 1)


def _text_lines(reading: Reading, page: Page) -> list[TextLine]:
    return [
        TextLine(
            reading.page,
            line.text,
            line.box,
            line.confidence,
            line.reader,
            reading.channel,
            reading.scale,
            is_cut=_is_cut(line.box, reading.box, page),
            is_region=reading.box is not None and _is_region(line.box, reading.box),
            sure=line.sure,
            places=line.places,
        )
        for line in reading.lines
        if line.text.strip()
        and line.confidence >= FAINTEST
        and not _is_across(line)
        and not _is_hollow(line, reading.box)
    ]


def _is_across(line: Line) -> bool:
    """Whether a line runs slantwise over the page, as watermarks do, and no row of print does."""
    if line.quad is None:
        return False
    (x0, y0), (x1, y1), _, _ = line.quad
    slope = math.degrees(math.atan2(abs(y1 - y0), abs(x1 - x0)))
    return ACROSS[0] < slope < ACROSS[1]


def _is_hollow(line: Line, region: Box | None) -> bool:
    """Whether one character was read where there is room for several: faint print behind."""
    wide = line.box.width > ONE_WIDE * line.box.height
    return wide and len(line.text.strip()) == 1 and not (region and _is_region(line.box, region))


def _is_cut(line: Box, region: Box | None, page: Page) -> bool:
    """Whether a region's edge may have cut characters off a line, at its ends or along it."""
    if region is None:
        return False
    if _is_region(line, region):
        return False
    above = region.y0 > 0 and line.y0 <= region.y0 + EDGE
    below = region.y1 < page.height and line.y1 >= region.y1 - EDGE
    if (above or below) and region.height > HIGHER * line.height:
        return True
    left = region.x0 > 0 and line.x0 <= region.x0 + EDGE
    right = region.x1 < page.width and line.x1 >= region.x1 - EDGE
    return left or right


def _is_region(line: Box, region: Box) -> bool:
    """Whether a line's box is the region's own: the reader took all of it for one line."""
    return all(abs(a - b) <= EDGE for a, b in zip(line, region, strict=True))


def _laid_over(
    lines: list[TextLine], new: Iterable[TextLine], seals: Sequence[Seal]
) -> list[TextLine]:
    """The lines with those of another look among them or in their place."""
    looked = [line for line in new if not (stands_upright(line) and taken_apart(line, lines))]
    whole = [line for line in looked if not line.is_cut]
    merged = [old for old in lines if not taken_apart(old, whole)]
    same_pass: dict[int, TextLine] = {}
    for line in looked:
        # Two lines of one pass are two lines of print, however close they lie on a crooked page.
        before = [old for old in merged if id(old) not in same_pass]
        here = [old for old in before if share_a_place(old.box, line.box)]
        if not here and line.is_cut and _is_part(line, before):
            continue
        if not here:
            # In the plain channel a seal's own ring reads like a line of print.
            if not any(seal.box.overlap(line.box) > IN_SEAL * line.box.area for seal in seals):
                merged.append(line)
                same_pass[id(line)] = line
        elif (
            (all(spans(line.box, old.box) for old in here) or _sees_all(line, here))
            and not _runs_into_ink(line, here, seals)
            and _is_better(line, here)
        ):
            others = tuple(o for old in here for o in (*old.others, _as_other(old)))
            place = min(merged.index(old) for old in here)
            merged = [old for old in merged if old not in here]
            better = replace(line, others=others, box=_box(line, here))
            merged.insert(place, better)
            same_pass[id(better)] = better
        elif (
            len(here) == 1
            and spans(line.box, here[0].box, KNOWS)
            and (not line.is_cut or line.text == here[0].text)
        ):
            # Ink beside a line draws its box to the region's edge; the same text was not cut.
            at = merged.index(here[0])
            merged[at] = replace(here[0], others=(*here[0].others, _as_other(line)))
    return merged


def _sees_all(line: TextLine, here: Sequence[TextLine]) -> bool:
    """Whether a look sees the whole of the one line here although its box is narrower.

    Boxes of small print are too wide. It does where it says the same, or, larger, all of it and
    more; one that says something else may have seen another part, and is remembered beside it.
    """
    if len(here) != 1 or not spans(line.box, here[0].box, KNOWS):
        return False
    seen, known = _letters(line.text), _letters(here[0].text)
    larger = line.scale > 1.1 * here[0].scale and not line.is_cut
    return known != "" and (seen == known or (larger and sees_less(known, seen)))


def _is_part(line: TextLine, before: Iterable[TextLine]) -> bool:
    """Whether a line that a region's edge cut along its length is print already known whole."""
    return any(old.box.overlap(line.box) > SAME_PLACE * line.box.area for old in before)


def _box(line: TextLine, here: list[TextLine]) -> Box:
    """The line's box; a region taken whole says less of the place than the lines it replaces."""
    if not line.is_region:
        return line.box
    box = here[0].box
    for old in here[1:]:
        box = box.union(old.box)
    return box


def _as_other(line: TextLine) -> OtherReading:
    return OtherReading(line.text, line.confidence, line.reader, line.channel, line.scale)


def _runs_into_ink(line: TextLine, here: list[TextLine], seals: Sequence[Seal]) -> bool:
    """Whether a line in plain colour begins or ends otherwise than without ink, under a seal.

    The characters of the ring stand beside the print there (…保障局总, …三十日事专用章).
    """
    if not any(seal.box.overlap(line.box) for seal in seals):
        return False
    known = _letters(max(here, key=lambda old: len(old.text)).text)
    seen = _letters(line.text)
    longer = len(seen) >= len(known) > 0
    return longer and (seen[:1], seen[-1:]) != (known[:1], known[-1:])


def _is_better(line: TextLine, here: list[TextLine]) -> bool:
    before = min(old.confidence for old in here)
    scale = max(old.scale for old in here)
    text = "".join(old.text for old in sorted(here, key=lambda old: old.box.x0))
    if line.is_cut and not all(old.is_cut for old in here):
        return False
    if sees_less(line.text, text):
        return before < LEAST_SURE <= line.confidence
    if sees_less(text, line.text):
        # What it sees besides must be print: ink of a seal reads as characters, hardly sure ones.
        return line.confidence >= LEAST_SURE and min(line.sure, default=1.0) >= SURE_CHARACTER
    if line.scale > 1.1 * scale:
        return line.confidence >= before - TIE and _length(line.text) >= 0.8 * _length(text)
    if line.scale < 0.9 * scale or _length(line.text) < _length(text):
        return False
    return 1 - line.confidence < MUCH_SURER * (1 - before)


def sees_less(one: str, two: str) -> bool:
    """Whether `one` is `two` with characters missing, as where ink hides or wipes them out."""
    rest = iter(_letters(two))
    letters = _letters(one)
    return len(letters) < len(_letters(two)) and all(c in rest for c in letters)


def _letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


def _length(text: str) -> int:
    return sum(not c.isspace() for c in text)
