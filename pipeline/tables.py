"""Metadata for the Dagster UI: tables, small charts and thumbnails.

File names and the like are hostile: in Markdown they are escaped, so that none loads a picture
from elsewhere or passes for a link.
"""

from __future__ import annotations

import base64
import html
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import dagster as dg

IMAGE_LIMIT = 100_000
"""Bytes of the pictures in one metadata value; Dagster keeps it in the event log."""

_PALETTE = {
    "match": "#2f7d4f",
    "attested": "#7fae5d",
    "unsure": "#d99a1c",
    "not_checked": "#9a9a9a",
    "mismatch": "#b3261e",
}
_BAR, _GAP, _LABEL, _WIDTH = 16, 6, 120, 420
_THUMBNAIL = (110, 150)
"""Pixels: enough to tell a dark, cut-off or empty page, too few to read a name."""
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> dg.TableMetadataValue:
    """A table whose cells are text or numbers; an empty one keeps its columns."""
    return dg.MetadataValue.table(
        records=[
            dg.TableRecord(
                {
                    name: cell if isinstance(cell, int | float) else str(cell)
                    for name, cell in zip(columns, row, strict=True)
                }
            )
            for row in rows
        ],
        schema=dg.TableSchema(columns=[dg.TableColumn(name) for name in columns]),
    )


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that leads somewhere."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A cell that shows a picture; `address` is a data: address."""

    address: str


def rich_table(
    columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> dg.MarkdownMetadataValue:
    """A table with links and pictures in it, as many pictures as the event log takes."""
    room = IMAGE_LIMIT

    def shown(cell: object) -> str:
        nonlocal room
        match cell:
            case Link(text, address):
                return f"[{_escaped(text)}](<{address}>)"
            case Picture(address) if len(address) <= room:
                room -= len(address)
                return f"![]({address})"
            case Picture() | None:
                return "–"
        return _escaped(cell)

    lines = [columns, ["---"] * len(columns), *([shown(cell) for cell in row] for row in rows)]
    return dg.MetadataValue.md("\n".join(f"| {' | '.join(line)} |" for line in lines))


def bar_chart(bars: Mapping[str, Mapping[str, int]]) -> dg.MarkdownMetadataValue:
    """Stacked horizontal bars, one a key, as an SVG picture."""
    longest = max((sum(parts.values()) for parts in bars.values()), default=0) or 1
    height = (_BAR + _GAP) * max(len(bars), 1)
    drawn: list[str] = []
    for row, (label, parts) in enumerate(bars.items()):
        y, x = row * (_BAR + _GAP), float(_LABEL)
        drawn.append(
            f'<text x="{_LABEL - 6}" y="{y + 12}" text-anchor="end">{html.escape(label)}</text>'
        )
        for name, count in parts.items():
            width = count / longest * _WIDTH
            drawn.append(
                f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{_BAR}"'
                f' fill="{_PALETTE.get(name, "#3b6ea5")}"/>'
            )
            x += width
        drawn.append(f'<text x="{x + 6:.1f}" y="{y + 12}">{sum(parts.values())}</text>')
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_LABEL + _WIDTH + 60}" height="{height}"'
        f' font-family="sans-serif" font-size="12">{"".join(drawn)}</svg>'
    )
    picture = _data_address("image/svg+xml", svg.encode())
    if len(picture) > IMAGE_LIMIT:
        return dg.MetadataValue.md(f"(chart of {len(bars)} bars left out)")
    return dg.MetadataValue.md(f"![]({picture})")


def thumbnail(image: Path) -> Picture | None:
    """A page image, made small; None where it is not there."""
    from PIL import Image  # noqa: PLC0415  pictures are only drawn inside a run

    if not image.is_file():
        return None
    buffer = io.BytesIO()
    with Image.open(image) as page:
        page.draft("RGB", _THUMBNAIL)
        page.thumbnail(_THUMBNAIL)
        page.convert("RGB").save(buffer, "JPEG", quality=60)
    return Picture(_data_address("image/jpeg", buffer.getvalue()))


def _data_address(media_type: str, data: bytes) -> str:
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"


def _escaped(cell: object) -> str:
    return _PUNCTUATION.sub(r"\\\1", " ".join(str(cell).split()))
