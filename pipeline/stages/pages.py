"""The pictures of a shard's pages, without what was read on them."""

from __future__ import annotations

from collections.abc import Sequence

from evidence.cases import PageImage
from evidence.errors import Problem
from evidence.readings import Page, UploadReading
from evidence.uploads import Upload
from extractors.reading.cache import ReadingCache
from pipeline.home import Home
from pipeline.stages.reading import has_pages


def page_images_of(
    home: Home, uploads: Sequence[Upload], readings: Sequence[UploadReading]
) -> list[PageImage]:
    """Every page of every upload that has pages; of a file uploaded twice, twice."""
    by_content = {reading.sha256: reading for reading in readings}
    return [
        page_image(home, upload.path, reading.page)
        for upload in uploads
        if has_pages(upload) and upload.sha256 in by_content
        for reading in by_content[upload.sha256].pages
    ]


def page_image(home: Home, upload: str, page: Page) -> PageImage:
    """A page as the desk shows it, and where its picture lies below the state folder."""
    problem: Problem | None = page.problem
    return PageImage(
        upload=upload,
        number=page.number,
        width=page.width,
        height=page.height,
        path=_below_state(home, page.image) if page.image else "",
        status=page.status.value,
        problem_zh=problem.zh if problem else "",
        problem_en=problem.en if problem else "",
    )


def _below_state(home: Home, image: str) -> str:
    path = ReadingCache(home.readings).image_path(image)
    return path.relative_to(home.state).as_posix()
