"""Where something stands: boxes on pages, places in uploads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

Quad = tuple[tuple[int, int], tuple[int, int], tuple[int, int], tuple[int, int]]


class Box(NamedTuple):
    """Axis-parallel box in pixels of the upright page image, origin top left."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def width(self) -> int:
        """Width in pixels."""
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        """Height in pixels."""
        return self.y1 - self.y0

    @property
    def center(self) -> tuple[float, float]:
        """Centre (x, y) in pixels."""
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    @property
    def area(self) -> int:
        """Area in square pixels; an inside-out box has none."""
        return max(self.width, 0) * max(self.height, 0)

    def overlap(self, other: Box) -> int:
        """Area shared with `other`, in square pixels."""
        width = min(self.x1, other.x1) - max(self.x0, other.x0)
        height = min(self.y1, other.y1) - max(self.y0, other.y0)
        return max(width, 0) * max(height, 0)

    def union(self, other: Box) -> Box:
        """The smallest box around both."""
        return Box(
            min(self.x0, other.x0),
            min(self.y0, other.y0),
            max(self.x1, other.x1),
            max(self.y1, other.y1),
        )

    def grown(self, by: int) -> Box:
        """The box with `by` pixels added on each side (it may leave the page)."""
        return Box(self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)


def around(quad: Quad) -> Box:
    """The axis-parallel box around four corners."""
    xs, ys = [x for x, _ in quad], [y for _, y in quad]
    return Box(min(xs), min(ys), max(xs), max(ys))


@dataclass(frozen=True, slots=True)
class Place:
    """A place in an upload: path in the batch, page from 1, box or the whole page."""

    upload: str
    page: int | None = None
    box: Box | None = None
