"""The port every reader stands behind.

A reader sees RGB pixels and answers with lines in those pixels. It knows
nothing of pages, channels or documents.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

from evidence.errors import MachineError, Problem
from evidence.places import Quad
from extractors.reading.images import Rgb

_BUILT_IN = {
    "rapidocr": "extractors.reading.readers.rapid:RapidReader",
    "tesseract": "extractors.reading.readers.tesseract:TesseractReader",
}


@dataclass(frozen=True, slots=True)
class SeenText:
    """What a crop says; confidence from 0 to 1.

    `sure` is the confidence of each character and `places` the middle of each as
    a share of the crop's width; both are empty where a reader cannot tell.
    """

    text: str
    confidence: float
    sure: tuple[float, ...] = ()
    places: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A line in the pixels the reader was shown; confidence from 0 to 1.

    `sure` and `places` as in `SeenText`, along the line.
    """

    text: str
    quad: Quad
    confidence: float
    sure: tuple[float, ...] = ()
    places: tuple[float, ...] = ()


Spare = Callable[[Sequence[SeenLine], Sequence[Quad]], Sequence[bool]]
"""Asked with the lines read so far and the places of long ones that are not read yet:
which of those need not be read."""


class Reader(Protocol):
    """Reads lines of print from pixels."""

    name: str

    @classmethod
    def version(cls) -> str:
        """What read, exactly enough that another version is another string."""

    def find(self, image: Rgb, long_side: int, spare: Spare | None = None) -> list[SeenLine]:
        """Find and read every line, looking for print at `long_side` pixels.

        A reader that finds before it reads may leave out what `spare` says nobody needs.
        """

    def read_crops(self, crops: Sequence[Rgb]) -> list[SeenText]:
        """Read crops that hold one line each; one answer a crop, in their order."""

    @property
    def engine_seconds(self) -> float:
        """Wall time spent in the engine since the reader was made."""


def reader_class(name: str) -> type[Reader]:
    """The class of the reader of that name, or of `package.module:Class`.

    Raises MachineError (`E-READER`) where there is none.
    """
    module, _, attribute = _BUILT_IN.get(name, name).partition(":")
    try:
        return cast("type[Reader]", getattr(import_module(module), attribute))
    except (ImportError, AttributeError, ValueError) as e:
        raise MachineError(
            Problem(
                "E-READER",
                f"识别引擎“{name}”无法加载：{e}。请运行 heyan doctor。",
                f"The reader {name!r} cannot be loaded: {e}. Run `heyan doctor`.",
            )
        ) from e
