"""Files as the desk shows them: where their bytes lie, and pictures of their pages.

Nothing of what was read on a page is in it, so that no later step loads readings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evidence.cases import PageImage, StoredUpload
from evidence.readings import Page, UploadReading
from evidence.uploads import Origin, Upload, UploadOutcome
from pipeline.home import Home
from pipeline.kept import byte_store, reading_cache
from pipeline.stages.reading import has_pages


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file with its pages."""

    upload: StoredUpload
    pages: tuple[PageImage, ...]

    @property
    def is_official(self) -> bool:
        """Whether it holds official results, which may concern anybody."""
        return self.upload.outcome.upload.origin is Origin.CNIPA


def stored_upload(home: Home, outcome: UploadOutcome) -> StoredUpload:
    """An upload and where its bytes lie below the state folder."""
    sha256 = outcome.upload.sha256
    path = _below_state(home, byte_store(home).path(sha256)) if sha256 else ""
    return StoredUpload(outcome, path)


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
    problem = page.problem
    return PageImage(
        upload=upload,
        number=page.number,
        width=page.width,
        height=page.height,
        path=_below_state(home, reading_cache(home).image_path(page.image)) if page.image else "",
        status=page.status.value,
        problem_zh=problem.zh if problem else "",
        problem_en=problem.en if problem else "",
    )


def _below_state(home: Home, path: Path) -> str:
    return path.relative_to(home.bulk).as_posix()
