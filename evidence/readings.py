"""What was seen on a page: lines, seals, barcodes, and how they were read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from evidence.errors import Problem
from evidence.places import Box, Quad


class Channel(StrEnum):
    """Which picture of the page a reader was shown."""

    PLAIN = "plain"
    NO_SEAL = "no_seal"
    """Seal ink suppressed: the red channel for red seals."""
    RING = "ring"
    """A seal's ring unrolled to a strip."""
    INNER = "inner"
    """The straight line inside a seal's ring."""
    TEXT_LAYER = "text_layer"
    """No picture: the PDF's own text, a claim and not a reading."""
    PROSE = "prose"
    """Lines of the PDF's own text that were taken as read; no field may stand on them alone."""


class PageStatus(StrEnum):
    """What became of one page."""

    READ = "read"
    BLANK = "blank"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Page:
    """A page turned upright.

    `number` counts from 1 within the upload; `width` and `height` are pixels
    of the upright image; `rotation` is the clockwise turn (0, 90, 180, 270)
    that made it upright; `dpi` is the resolution it was rendered at, or the
    one the image file states, 0 where unknown; `source` is `ocr`, `text_layer`
    (both were used) or `none`; `image` is the sha256 of the kept upright image.
    """

    number: int
    width: int
    height: int
    rotation: int
    source: str
    status: PageStatus
    problem: Problem | None = None
    dpi: int = 0
    image: str = ""

    def __post_init__(self) -> None:
        if self.rotation not in (0, 90, 180, 270):
            raise ValueError(f"rotation {self.rotation} is not a quarter turn")
        if self.status is PageStatus.UNREADABLE and self.problem is None:
            raise ValueError("an unreadable page needs a reason")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text with its box in upright page pixels, confidence 0 to 1.

    `sure` is the confidence of each character, `places` where its middle stands as a
    share of the line's length; both empty where the reader does not tell.
    """

    text: str
    box: Box
    confidence: float
    reader: str
    channel: Channel
    quad: Quad | None = None
    sure: tuple[float, ...] = ()
    places: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal's ring: its outline, the text unrolled from it, and its ink colour.

    `lines` are the readings of the ring and of straight lines inside it, best
    first; empty when the seal was found but could not be read.
    """

    box: Box
    ink: str
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Barcode:
    """A decoded barcode. Its text is data and is never opened or fetched."""

    format: str
    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Reading:
    """One reader's pass over a page or over a box of it.

    `scale` is the factor from upright page pixels to the pixels the reader
    saw. `box` None means the whole page.
    """

    page: int
    reader: str
    channel: Channel
    scale: float
    box: Box | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Straightened:
    """The frame a crooked page was read in: the upright page turned by a few degrees.

    `degrees` is the clockwise turn about the page's middle that laid its lines
    level; `width` and `height` are the pixels of the frame, which holds the
    whole turned page.
    """

    degrees: float
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PageReading:
    """Everything seen on one page, in the order it was read.

    Boxes are in pixels of the upright page, or, where the page was
    straightened, of that frame; extraction carries what it found back. `look`
    is a perceptual hash of the print, 64 bits in hex: pictures of one paper
    differ in few of them. Empty where the page has none.
    """

    page: Page
    readings: tuple[Reading, ...] = ()
    seals: tuple[Seal, ...] = ()
    barcodes: tuple[Barcode, ...] = ()
    straightened: Straightened | None = None
    look: str = ""


@dataclass(frozen=True, slots=True)
class UploadReading:
    """All pages of one stored file, or the reason why there are none.

    `recipe` names the versions of renderer, reader and recipe that made it.
    """

    sha256: str
    recipe: str
    pages: tuple[PageReading, ...] = ()
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Want:
    """A request by extraction for another look: where, how large, and why."""

    page: int
    box: Box | None
    channel: Channel
    scale: float
    reader: str
    reason: str
