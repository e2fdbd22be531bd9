"""What the UI shows of a shard's reading: what it cost, how sure it is, and the worst pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import dagster as dg

from evidence.readings import PageStatus, UploadReading
from evidence.uploads import Upload
from extractors.reading.pool import Progress
from pipeline.figures import applicant_link
from pipeline.home import Home
from pipeline.kept import reading_cache
from pipeline.stages.reading import ShardReading
from pipeline.tables import bar_chart, rich_table, table, thumbnail

_WORST = 10
_EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 1.0)
"""Of the histogram: fine where most pages are."""


@dataclass(frozen=True, slots=True)
class _PageConfidence:
    """A page that was read: the mean confidence of its lines, and its worst line's."""

    sha256: str
    page: int
    mean: float
    worst: float
    image: str


def of_readings(
    shard: ShardReading, home: Home, batch: str, uploads: Sequence[Upload]
) -> dict[str, Any]:
    """Pages, cost a page, cache hits, the spread of confidence, and the worst pages to look at."""
    progress = shard.progress
    fresh = progress.pages_done - progress.pages_cached
    pages = _confidences(shard.readings)
    states = Counter(page.page.status for one in shard.readings for page in one.pages)
    return {
        "pages": progress.pages_done,
        "pages_unreadable": states[PageStatus.UNREADABLE],
        "cache_hits": progress.pages_cached,
        "cache_share": _share(progress.pages_cached, progress.pages_done),
        "mean_confidence": _share(sum(page.mean for page in pages), len(pages)),
        "confidence_histogram": bar_chart(_histogram(pages)),
        "unreadable_pages": _unreadable(shard.readings, uploads),
        "worst_pages": _worst(pages, home, batch, uploads),
    } | (_cost(progress, fresh) if fresh else {})


def _cost(progress: Progress, fresh: int) -> dict[str, float]:
    """What a page costs that was not in the cache; nothing is plotted where all were."""
    return {
        "cpu_seconds_a_page": _share(progress.cpu_seconds, fresh),
        "seconds_a_page": _share(progress.wall_seconds, fresh),
        "engine_share": _share(progress.engine_seconds, progress.wall_seconds),
    }


def _share(part: float, whole: float) -> float:
    return round(part / whole, 3) if whole else 0.0


def _histogram(pages: Sequence[_PageConfidence]) -> dict[str, dict[str, int]]:
    """Pages by the mean confidence of their lines; the last bin has its upper edge in it."""
    bins = {f"{low:.0%}–{high:.0%}": (low, high) for low, high in pairwise(_EDGES)}
    last = _EDGES[-1]
    return {
        name: {
            "pages": sum(low <= page.mean < high or (high == last == page.mean) for page in pages)
        }
        for name, (low, high) in bins.items()
    }


def _unreadable(
    readings: Sequence[UploadReading], uploads: Sequence[Upload]
) -> dg.TableMetadataValue:
    names = _names(uploads)
    rows = [
        (names.get(one.sha256, one.sha256), page.page.number, problem.code, problem.zh)
        for one in readings
        for page in one.pages
        if page.page.status is PageStatus.UNREADABLE and (problem := page.page.problem)
    ]
    return table(["file", "page", "code", "reason"], rows[: 10 * _WORST])


def _worst(
    pages: Sequence[_PageConfidence], home: Home, batch: str, uploads: Sequence[Upload]
) -> dg.MarkdownMetadataValue:
    names, cache = _names(uploads), reading_cache(home)
    whose = {upload.sha256: upload.applicant for upload in uploads}
    rows = []
    for page in sorted(pages, key=lambda page: page.mean)[:_WORST]:
        picture = thumbnail(cache.bring_image(page.image)) if page.image else None
        applicant = whose.get(page.sha256)
        link = applicant_link(batch, applicant) if applicant else None
        name = names.get(page.sha256, page.sha256)
        rows.append((picture, link, name, page.page, f"{page.mean:.3f}", f"{page.worst:.3f}"))
    columns = ["", "applicant", "file", "page", "mean confidence", "worst line"]
    return rich_table(columns, rows)


def _names(uploads: Sequence[Upload]) -> dict[str, str]:
    return {upload.sha256: upload.path for upload in uploads}


def _confidences(readings: Sequence[UploadReading]) -> list[_PageConfidence]:
    found = []
    for reading in readings:
        for page in reading.pages:
            lines = [line.confidence for seen in page.readings for line in seen.lines]
            if page.page.status is PageStatus.READ and lines:
                mean = sum(lines) / len(lines)
                number, image = page.page.number, page.page.image
                found.append(_PageConfidence(reading.sha256, number, mean, min(lines), image))
    return found
