"""The recipe by which one page is read.

Render → turn upright → lay level → lines without seal ink → coloured print that this
wiped out → barcodes → seal rings → the file's own text; then extraction says
what it would look at again, as long as it wants and the budget lasts.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version

import cv2
import numpy as np

from evidence.documents import Extraction
from evidence.errors import Problem, UploadError
from evidence.places import Box, around
from evidence.readings import (
    Channel,
    Line,
    Page,
    PageReading,
    PageStatus,
    Reading,
    Want,
)
from extractors.frames import straightened
from extractors.loading import loading
from extractors.reading import channels, seals, trusted_layer
from extractors.reading.barcodes import find_barcodes
from extractors.reading.grey_levels import median_grey
from extractors.reading.images import Rgb, as_jpeg, darkest, scaled, shrunk, turned
from extractors.reading.lines import placed, turned_box
from extractors.reading.looks import look_of
from extractors.reading.memory import short_of_memory
from extractors.reading.print_size import glyph_height
from extractors.reading.readers.checked import CheckedReader
from extractors.reading.readers.port import SeenLine, reader_class
from extractors.reading.render import PDF, render_page
from extractors.reading.rings import Ring, find_rings
from extractors.reading.settings import ReadingSettings, StoredFile
from extractors.reading.sheet import Sheet
from extractors.reading.skew import CROOKED, laid_level, skew
from extractors.reading.spared import legal_text
from extractors.reading.strips import find_in_strips
from extractors.reading.text_layer import TextLayer, read_text_layer
from extractors.reading.upright import upright_turn

RECIPE = 20
"""Raise it when the recipe changes what is read, so that pages are read anew."""
_FIRST_SIDE = 960
_WORK_SIDE = 3000
_LARGEST_SIDE = 1920
_SHRUNK = 0.6
"""Pages that the first look shrinks to less of their size may have print too small for it."""
_SMALL = 11.0
"""Pixels of the median line on the first look's picture below which the page is read at full size."""
_FULL_SIDE = 4800
"""The longest side at which small print is looked for: wider strips would be too large."""
_TINY = 0.35
"""Pages shrunk to less than this are so read where a quarter of their lines is as small."""
_GLYPHS = 10.0
"""Pixels of a screen's median glyph from which its lines are found; print of 14 has such."""
_LEAST_SHARE = 0.5
"""Size at the least at which they are looked for: some print is smaller than the median."""
_FLAT = 0.3
"""Share of a screen's pixels that have its most frequent colour, at least; scans have noise."""
_SPARSE = 4
"""Pixels from one that is looked at to the next when colours are counted."""
_LEAST_CONFIDENCE = 0.5
_OF_PATENTS = re.compile(r"专\s*利|知识产权|ZL|CN\s?[0-9]")
_INKED = 0.0008
"""Share of a page's pixels that differ from its paper, below which it is blank."""
_DIFFERS = 40
"""Grey levels by which they differ."""
_BLANK_SIDE = 800
_PARTS = 4
"""Parts of a page, from its top: the first of most pages has print."""
_SURELY_DARK, _SURELY_LIGHT = 100, 200
"""Grey levels that stand further apart than any paper's can reach to both."""
_WELL = 0.97
"""Confidence from which a line counts as read in spite of its colour: half-vanished strokes
were once read at 0.93, as other characters."""
_KNOWN = 0.5
"""Share of a coloured region already read well, above which it is not read again."""

Extract = Callable[[Sequence[PageReading]], Extraction]
KeepImage = Callable[[bytes], str]


def recipe_version(settings: ReadingSettings) -> str:
    """What reads a page: renderer, reader, recipe, and the settings that change pixels."""
    return "|".join(
        (
            f"recipe {RECIPE}",
            f"pypdfium2 {version('pypdfium2')}",
            f"{settings.reader} {reader_class(settings.reader).version()}",
            f"{settings.pdf_dpi} dpi to {settings.pdf_long_side}",
            f"{settings.rounds} rounds of {settings.want_limit}",
        )
    )


@dataclass(frozen=True, slots=True)
class _Look:
    """A page as it was laid for reading, and the first readings of it."""

    sheet: Sheet
    turn: int
    rings: tuple[Ring, ...] = ()
    readings: tuple[Reading, ...] = ()


class PageReader:
    """Reads pages with one main reader; others are loaded when a want names them."""

    def __init__(self, settings: ReadingSettings, extract: Extract, keep_image: KeepImage) -> None:
        self._settings = settings
        self._extract = extract
        self._keep_image = keep_image
        self._readers: dict[str, CheckedReader] = {}
        self._main = reader_class(settings.reader).name
        self._is_fresh = True

    @property
    def engine_seconds(self) -> float:
        """Wall time spent inside readers' engines so far."""
        return sum(reader.engine_seconds for reader in self._readers.values())

    def read(self, file: StoredFile, number: int) -> PageReading:
        """Read page `number` of the file. Raises UploadError where it cannot be rendered.

        Raises MemoryError (or OpenCV's like of it) where a page needs more than there is.
        """
        rendered = render_page(file, number, self._settings)
        if _blank(rendered.image):
            return self._unread(rendered.image, number, rendered.dpi, PageStatus.BLANK, None)
        is_first, self._is_fresh = self._is_fresh, False
        own = self._text_layer(file, number, rendered.image)
        look = self._beside_prose(rendered.image, own, number)
        if look is None:
            look = self._whole(rendered.image, number)
        sheet, turn = look.sheet, look.turn
        upright, frame = sheet.upright, sheet.frame
        readings = list(look.readings)
        layer = None if own is None else _turned(own.reading, turn, rendered.image)
        if layer is not None and frame is not None:
            layer = _framed(layer, sheet)
        if layer is not None:
            readings.insert(1, layer)
        if not any(reading.lines for reading in readings):
            return self._unread(
                upright, number, rendered.dpi, PageStatus.UNREADABLE, _NO_TEXT, rotation=turn
            )
        printed = [line.text for reading in readings for line in reading.lines]
        reading = PageReading(
            page=Page(
                number=number,
                width=upright.shape[1],
                height=upright.shape[0],
                rotation=turn,
                source="ocr" if layer is None else "text_layer",
                status=PageStatus.READ,
                dpi=rendered.dpi,
                image=self._keep_image(as_jpeg(upright)),
            ),
            straightened=frame,
            readings=tuple(readings),
            seals=seals.read_seals(
                sheet, look.rings, self._reader().read_crops, self._main, printed
            ),
            barcodes=find_barcodes(sheet) if _names_patents(printed) else (),
            look=look_of(sheet, [line for one in readings for line in one.lines]),
        )
        return self._satisfied(sheet, reading, is_first)

    def _satisfied(self, sheet: Sheet, reading: PageReading, is_first: bool) -> PageReading:
        """The reading with every want of extraction answered, within the budget.

        Where memory is short, it is left unanswered on the first page alone: on others a fresh
        process tries again, or what a page says would depend on those that were read before it.
        """
        budget = self._settings.want_limit
        for _ in range(self._settings.rounds):
            wants = self._extract((reading,)).wants[:budget]
            if not wants:
                break
            budget -= len(wants)
            try:
                answers = tuple(self._answer(sheet, want) for want in wants)
            except Exception as e:
                if is_first and short_of_memory(e):
                    break  # what was read is worth more than what was wanted besides
                raise
            reading = replace(reading, readings=reading.readings + answers)
        return reading

    def _answer(self, sheet: Sheet, want: Want) -> Reading:
        """Look again as wanted; a reader that fails answers with no lines."""
        box = sheet.clipped(want.box or Box(0, 0, sheet.width, sheet.height))
        scale = min(want.scale, _largest_scale(box, whole=want.box is None))
        lines: tuple[Line, ...] = ()
        if box.area:
            shown = scaled(_channel(sheet.cut(box), want.channel), scale)
            try:
                reader = self._reader(want.reader)
                seen = find_in_strips(reader, shown) if reader.name == self._main else []
                if not seen and want.box is not None:
                    seen = _as_one_line(reader, shown)
            except UploadError:
                seen = []
            lines = placed(seen, want.reader, want.channel, factor=scale, offset=(box.x0, box.y0))
        return Reading(want.page, want.reader, want.channel, want.scale, want.box, lines)

    def _upright(self, image: Rgb) -> tuple[Rgb, int, list[SeenLine], float]:
        """The page turned upright, the turn, and what the first look at it saw at which scale."""
        seen, shown, factor = self._first_look(image)
        turn = upright_turn(shown, seen, self._reader())
        if turn:
            image = np.ascontiguousarray(turned(image, turn))
            seen, _, factor = self._first_look(image)
        return image, turn, seen, factor

    def _level(
        self, image: Rgb, seen: list[SeenLine], factor: float
    ) -> tuple[Sheet, list[SeenLine], float]:
        """The page laid level where its lines run crooked, looked at again where very."""
        degrees = skew(seen)
        if not degrees:
            return Sheet(image), seen, factor
        level = Sheet(image, straightened(image.shape[1], image.shape[0], degrees))
        if abs(degrees) >= CROOKED:
            seen, _, factor = self._first_look(level.whole)
            return level, seen, factor
        return level, laid_level(seen, factor, level.matrix), 1.0

    def _first_look(self, image: Rgb) -> tuple[list[SeenLine], Rgb, float]:
        """Every line of the page, looked for on a small picture, or, where print is small, on all."""
        if _is_screen(image):
            return self._screen(image)
        factor = min(1.0, _WORK_SIDE / max(image.shape[:2]))
        shown = channels.no_seal(scaled(image, factor))
        seen = self._reader().find(shown, _FIRST_SIDE, legal_text)
        if _is_small(seen, shown):
            if factor < 1.0:
                factor = min(1.0, _FULL_SIDE / max(image.shape[:2]))
                shown = channels.no_seal(scaled(image, factor))
            seen = find_in_strips(self._reader(), shown)
        return seen, shown, factor

    def _screen(self, image: Rgb) -> tuple[list[SeenLine], Rgb, float]:
        """Every line of a large screen, looked for no larger than its print needs."""
        factor = min(1.0, _FULL_SIDE / max(image.shape[:2]))
        shown = channels.no_seal(scaled(image, factor))
        glyphs = glyph_height(shown)
        share = 1.0 if glyphs is None else min(1.0, max(_LEAST_SHARE, _GLYPHS / glyphs))
        return find_in_strips(self._reader(), shown, share), shown, factor

    def _coloured(
        self, sheet: Sheet, number: int, seal_boxes: tuple[Box, ...], lines: Sequence[Line]
    ) -> list[Reading]:
        """Plain readings of coloured print that the first look could not see."""
        share = _FIRST_SIDE / max(sheet.width, sheet.height)
        readings = []
        for region in channels.wiped_regions(sheet, seal_boxes):
            box = sheet.clipped(region)
            known = sum(box.overlap(line.box) for line in lines if line.confidence > _WELL)
            if not box.area or known > _KNOWN * box.area:
                continue
            shown = channels.plain(sheet.cut(box))
            side = max(round(max(box.width, box.height) * share), 160)
            seen = self._reader().find(shown, side)
            found = placed(
                seen,
                self._main,
                Channel.PLAIN,
                factor=1.0,
                offset=(box.x0, box.y0),
                least=_LEAST_CONFIDENCE,
            )
            readings.append(Reading(number, self._main, Channel.PLAIN, 1.0, box, found))
        return readings

    def _text_layer(self, file: StoredFile, number: int, image: Rgb) -> TextLayer | None:
        if file.media_type != PDF:
            return None
        height, width = image.shape[:2]
        return read_text_layer(file.path, number, width, height)

    def _whole(self, image: Rgb, number: int) -> _Look:
        """The first look at everything on a page, turned upright and laid level for it."""
        upright, turn, seen, factor = self._upright(image)
        sheet, seen, factor = self._level(upright, seen, factor)
        return self._in_colour(_Look(sheet, turn), number, seen, factor)

    def _beside_prose(self, image: Rgb, layer: TextLayer | None, number: int) -> _Look | None:
        """A first look that spares the prose of a trustworthy text layer; None for no such layer."""
        if layer is None or layer.over_picture:
            return None
        height, width = image.shape[:2]
        page = Page(number, width, height, 0, "text_layer", PageStatus.READ)
        claimed = replace(layer.reading, channel=Channel.PROSE)
        found = self._extract((PageReading(page, (claimed,)),))
        fields = (field for document in found.documents for field in document.fields)
        split = trusted_layer.split(
            image, claimed.lines, [field.box for field in fields if field.box is not None]
        )
        if split is None:
            return None
        seen, _, factor = self._first_look(trusted_layer.without(image, split.prose))
        look = self._in_colour(_Look(Sheet(image), 0), number, seen, factor, split.prose)
        pixels = [line for reading in look.readings for line in reading.lines]
        seal_boxes = [ring.box for ring in look.rings]
        if not trusted_layer.agree(split.compared, pixels, seal_boxes):
            return None
        return replace(look, readings=(*look.readings, replace(claimed, lines=split.prose)))

    def _in_colour(
        self,
        look: _Look,
        number: int,
        seen: Sequence[SeenLine],
        factor: float,
        besides: tuple[Line, ...] = (),
    ) -> _Look:
        """The look with what was seen, its seal rings, and coloured print that it could not see."""
        lines = placed(seen, self._main, Channel.NO_SEAL, factor=factor, least=_LEAST_CONFIDENCE)
        first = Reading(number, self._main, Channel.NO_SEAL, 1.0, None, lines)
        rings = tuple(find_rings(look.sheet))
        boxes = tuple(ring.box for ring in rings)
        coloured = self._coloured(look.sheet, number, boxes, (*lines, *besides))
        return replace(look, rings=rings, readings=(first, *coloured))

    def _unread(
        self,
        image: Rgb,
        number: int,
        dpi: int,
        status: PageStatus,
        problem: Problem | None,
        *,
        rotation: int = 0,
    ) -> PageReading:
        return PageReading(
            Page(
                number=number,
                width=image.shape[1],
                height=image.shape[0],
                rotation=rotation,
                source="none",
                status=status,
                problem=problem,
                dpi=dpi,
                image=self._keep_image(as_jpeg(image)),
            )
        )

    def _reader(self, name: str | None = None) -> CheckedReader:
        wanted = name or self._main
        if wanted not in self._readers:
            key = self._settings.reader if wanted == self._main else wanted
            with loading():
                self._readers[wanted] = CheckedReader(reader_class(key)())
        return self._readers[wanted]


def _largest_scale(box: Box, *, whole: bool) -> float:
    """The scale up to which a region is shown: a heading may be wide where it is not high."""
    side = max(box.width, box.height, 1)
    if whole:
        return _LARGEST_SIDE / side
    return min(_LARGEST_SIDE / math.sqrt(max(box.area, 1)), _FULL_SIDE / side)


def _names_patents(printed: Sequence[str]) -> bool:
    """Whether a page may carry a code that is compared: only patents' papers have such."""
    return any(_OF_PATENTS.search(text) for text in printed)


def _is_small(seen: Sequence[SeenLine], shown: Rgb) -> bool:
    """Whether print is too small for a picture of the first look's size: few pixels a line."""
    shrunk = _FIRST_SIDE / max(shown.shape[:2])
    if shrunk >= _SHRUNK:
        return False
    heights = sorted(around(line.quad).height * shrunk for line in seen)
    if not heights or heights[len(heights) // 2] < _SMALL:
        return True
    return bool(shrunk < _TINY and heights[len(heights) // 4] < _SMALL)


def _is_screen(image: Rgb) -> bool:
    """Whether a page is the picture of a large screen: wide, and mostly of one flat colour.

    Its print may be of 10 pixels, of which the first look sees a few lines and no more;
    how high they seem there says nothing, for a box has a least height.
    """
    height, width = image.shape[:2]
    if width <= height or _FIRST_SIDE / width >= _TINY:
        return False
    pixels = image[::_SPARSE, ::_SPARSE].astype(np.uint32)
    colours = (pixels[..., 0] << 16) | (pixels[..., 1] << 8) | pixels[..., 2]
    counts = np.unique(colours, return_counts=True)[1]
    return bool(counts.max() > _FLAT * colours.size)


def _turned(layer: Reading, turn: int, image: Rgb) -> Reading:
    """The layer of a page that was turned, given the page as it was before."""
    height, width = image.shape[:2]
    lines = (replace(one, box=turned_box(one.box, turn, width, height)) for one in layer.lines)
    return replace(layer, lines=tuple(lines))


def _framed(layer: Reading, sheet: Sheet) -> Reading:
    lines = tuple(replace(line, box=sheet.framed(line.box)) for line in layer.lines)
    return replace(layer, lines=lines)


def _as_one_line(reader: CheckedReader, shown: Rgb) -> list[SeenLine]:
    height, width = shown.shape[:2]
    corners = ((0, 0), (width, 0), (width, height), (0, height))
    return [
        SeenLine(seen.text, corners, seen.confidence, seen.sure, seen.places)
        for seen in reader.read_crops([shown])
        if seen.text.strip()
    ]


def _channel(image: Rgb, channel: Channel) -> Rgb:
    if channel is Channel.NO_SEAL:
        return channels.no_seal(image)
    return channels.plain(image)


def _blank(image: Rgb) -> bool:
    """Whether so little differs from the paper that nothing can be printed there."""
    factor = min(1.0, _BLANK_SIDE / max(image.shape[:2]))
    if _surely_printed(image, factor):
        return False
    gray = darkest(scaled(image, factor))
    paper = int(median_grey(gray[::4, ::4]))
    inked = cv2.absdiff(gray, np.full_like(gray, paper)) > _DIFFERS
    return float(inked.mean()) < _INKED


def _surely_printed(image: Rgb, factor: float) -> bool:
    """Whether a part of the page has enough dark and enough light for it to be printed on.

    Whatever the paper's grey, one of the two differs from it by more than `_DIFFERS`. Most pages
    need not be looked at whole to see that they are not blank.
    """
    height, width = image.shape[:2]
    enough = 2 * _INKED * height * width * factor**2
    if height // _PARTS * factor < 1 or width * factor < 1:
        return False
    for number in range(_PARTS):
        part = image[number * height // _PARTS : (number + 1) * height // _PARTS]
        gray = darkest(shrunk(part, factor))
        dark = np.count_nonzero(gray <= _SURELY_DARK)
        light = np.count_nonzero(gray >= _SURELY_LIGHT)
        if min(dark, light) > enough:
            return True
    return False


_NO_TEXT = Problem(
    "E-NO-TEXT",
    "页面上没有读到文字；请确认扫描清晰后重新上传，或由人工查看。",
    "No text could be read on the page; scan it clearly and upload it again, or look at it.",
)
