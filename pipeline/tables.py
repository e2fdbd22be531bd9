"""Metadata for the Dagster UI: tables, small charts and thumbnails."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import dagster as dg

IMAGE_LIMIT = 100_000
"""Bytes of an image in metadata; Dagster keeps it in the event log."""

_PALETTE = {
    "match": "#2f7d4f",
    "attested": "#7fae5d",
    "unsure": "#d99a1c",
    "not_checked": "#9a9a9a",
    "mismatch": "#b3261e",
}
_BAR, _GAP, _LABEL, _WIDTH = 16, 6, 120, 420


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
    return _picture("image/svg+xml", svg.encode())


def thumbnail(image: Path) -> dg.MarkdownMetadataValue | None:
    """A page image small enough for the event log; None where it is not there."""
    from PIL import Image  # noqa: PLC0415  pictures are only drawn inside a run

    if not image.is_file():
        return None
    buffer = io.BytesIO()
    with Image.open(image) as page:
        page.draft("RGB", (320, 320))
        page.thumbnail((320, 320))
        page.convert("RGB").save(buffer, "JPEG", quality=60)
    return _picture("image/jpeg", buffer.getvalue())


def _picture(media_type: str, data: bytes) -> dg.MarkdownMetadataValue:
    if len(data) > IMAGE_LIMIT:
        return dg.MetadataValue.md(f"(picture of {len(data)} bytes left out)")
    return dg.MetadataValue.md(
        f"![]({f'data:{media_type};base64,'}{base64.b64encode(data).decode()})"
    )
