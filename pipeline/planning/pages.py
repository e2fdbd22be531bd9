"""How many pages of a shard would be read, and how many are kept already; nothing is opened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from evidence.cases import PageImage
from evidence.uploads import Upload
from extractors.reading.page import recipe_version
from pipeline.batches import BatchEntry
from pipeline.home import Home
from pipeline.kept import reading_cache
from pipeline.stages.reading import has_pages, reading_settings
from pipeline.stored_records import has_records, stored_records


@dataclass(frozen=True, slots=True)
class Pages:
    """Pages `to_read` and `kept` as the recipe of now reads them.

    Files whose pages nobody counted yet are `uncounted`, and each is one page at least.
    """

    to_read: int = 0
    kept: int = 0
    uncounted: int = 0


def pages_of(home: Home, entry: BatchEntry, shard: str) -> Pages:
    """The pages of a shard; a file that several bring is read once."""
    if not has_records(home, "uploads", shard):
        return Pages(uncounted=len(entry.files(shard)))
    cache, recipe = reading_cache(home), recipe_version(reading_settings())
    uploads = [one for one in stored_records(home, "uploads", shard, Upload) if has_pages(one)]
    counted = _counted(home, shard)
    to_read = kept = uncounted = 0
    for sha256, path in {one.sha256: one.path for one in uploads}.items():
        if cache.refusal(sha256, recipe) is not None:
            continue
        total = cache.count(sha256, recipe) or counted.get(path)
        if total is None:
            uncounted += 1
            continue
        there = min(cache.pages_kept(sha256, recipe), total)
        kept, to_read = kept + there, to_read + total - there
    return Pages(to_read, kept, uncounted)


def total(pages: Iterable[Pages]) -> Pages:
    """The sum of several."""
    several = list(pages)
    return Pages(
        sum(one.to_read for one in several),
        sum(one.kept for one in several),
        sum(one.uncounted for one in several),
    )


def _counted(home: Home, shard: str) -> dict[str, int]:
    """The number of pages by path, of the files that were read before."""
    if not has_records(home, "page_images", shard):
        return {}
    counted: dict[str, int] = {}
    for image in stored_records(home, "page_images", shard, PageImage):
        counted[image.upload] = max(counted.get(image.upload, 0), image.number)
    return counted
