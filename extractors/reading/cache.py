"""Pages that were read, kept so that none is read twice.

One file a page, written when the page is done and renamed into place: a run
that was killed goes on with the next page. The key is the content and what
read it, so the same certificate uploaded twice is read once.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from evidence import codec
from evidence.errors import DataError, Problem
from evidence.readings import PageReading
from extractors.whole_files import write_whole


class ReadingCache:
    """Readings and upright page images in a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def count(self, sha256: str, recipe: str) -> int | None:
        """How many pages the file has, if it was counted before."""
        try:
            return int((self._folder(sha256, recipe) / "pages").read_text())
        except (OSError, ValueError):
            return None

    def keep_count(self, sha256: str, recipe: str, pages: int) -> None:
        """Remember how many pages the file has."""
        write_whole(self._folder(sha256, recipe) / "pages", str(pages).encode())

    def refusal(self, sha256: str, recipe: str) -> Problem | None:
        """Why the file cannot be opened, if that was found before."""
        try:
            return codec.decode(Problem, (self._folder(sha256, recipe) / "refusal").read_bytes())
        except (OSError, DataError):
            return None

    def keep_refusal(self, sha256: str, recipe: str, problem: Problem) -> None:
        """Remember why the file cannot be opened."""
        write_whole(self._folder(sha256, recipe) / "refusal", codec.encode(Problem, problem))

    def page(self, sha256: str, recipe: str, number: int) -> PageReading | None:
        """The stored reading of a page; a damaged one counts as none."""
        try:
            data = (self._folder(sha256, recipe) / f"{number:04d}.json").read_bytes()
            return codec.decode(PageReading, data)
        except (OSError, DataError):
            return None

    def keep_page(self, sha256: str, recipe: str, reading: PageReading) -> None:
        """Store the reading of a page."""
        path = self._folder(sha256, recipe) / f"{reading.page.number:04d}.json"
        write_whole(path, codec.encode(PageReading, reading))

    def pages_kept(self, sha256: str, recipe: str) -> int:
        """How many pages of the file were read by that recipe, without opening them."""
        return sum(1 for _ in self._folder(sha256, recipe).glob("[0-9]*.json"))

    def image_path(self, image: str) -> Path:
        """Where the upright page image of that sha256 lies."""
        return self.root / "images" / image[:2] / f"{image}.jpg"

    def keep_image(self, data: bytes) -> str:
        """Store an upright page image (JPEG); its sha256."""
        image = hashlib.sha256(data).hexdigest()
        path = self.image_path(image)
        if not path.exists():
            write_whole(path, data)
        return image

    def _folder(self, sha256: str, recipe: str) -> Path:
        return self.root / "pages" / sha256[:2] / sha256 / recipe_key(recipe)


def recipe_key(recipe: str) -> str:
    """A recipe in 16 hex digits: the name under which its readings are kept."""
    return hashlib.sha256(recipe.encode()).hexdigest()[:16]
