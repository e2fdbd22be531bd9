"""Files that are shown and not read: every page rendered and kept as a picture.

Rendering meets the same hostile bytes as reading does, so it has a process of its own, with
the same limits.
"""

from __future__ import annotations

import multiprocessing
from concurrent.futures import TimeoutError as FutureTimeoutError
from pathlib import Path

from pebble import ProcessExpired, ProcessPool

from evidence.errors import Problem, UploadError
from evidence.readings import Page, PageStatus
from extractors.reading import worker
from extractors.reading.cache import ReadingCache
from extractors.reading.images import as_jpeg
from extractors.reading.render import count_pages, render_page
from extractors.reading.settings import ReadingSettings, StoredFile


def show_pages(
    file: StoredFile, settings: ReadingSettings, cache: ReadingCache
) -> tuple[Page, ...]:
    """Render and keep every page of a file.

    Raises UploadError as `render_page` does, and `E-PAGE-UNSHOWN` where rendering passes the
    limits of time or memory.
    """
    with ProcessPool(max_workers=1, context=multiprocessing.get_context("spawn")) as pool:
        arguments = (file, settings, cache.workplace)
        future = pool.schedule(_rendered, args=arguments, timeout=settings.wall_seconds)
        try:
            shown: tuple[Page, ...] | Problem = future.result()
        except (FutureTimeoutError, ProcessExpired) as e:
            raise UploadError(_UNSHOWN) from e
    if isinstance(shown, Problem):
        raise UploadError(shown)
    for page in shown:
        cache.settle_image(page.image)
    return shown


def _rendered(
    file: StoredFile, settings: ReadingSettings, root: Path
) -> tuple[Page, ...] | Problem:
    """Inside the process: the pages, or why there are none."""
    worker.confine(settings)
    worker.limit_cpu(settings.cpu_seconds)
    cache = ReadingCache(root)
    try:
        return tuple(
            _kept(file, number, settings, cache)
            for number in range(1, count_pages(file, settings) + 1)
        )
    except UploadError as e:
        return e.problem
    except MemoryError:
        return _UNSHOWN


def _kept(file: StoredFile, number: int, settings: ReadingSettings, cache: ReadingCache) -> Page:
    rendered = render_page(file, number, settings)
    height, width = rendered.image.shape[:2]
    return Page(
        number=number,
        width=width,
        height=height,
        rotation=0,
        source="none",
        status=PageStatus.READ,
        dpi=rendered.dpi,
        image=cache.keep_image(as_jpeg(rendered.image)),
    )


_UNSHOWN = Problem(
    "E-PAGE-UNSHOWN",
    "图片过大或已损坏，超过时间或内存上限，无法显示；请重新截图后上传。",
    "The picture is too large or damaged: showing it passes the limits of time or memory. "
    "Take it again.",
)
