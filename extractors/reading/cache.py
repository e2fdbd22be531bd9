"""Pages that were read, kept so that none is read twice.

One file a page, written when the page is done and renamed into place: a run
that was killed goes on with the next page. The key is the content and what
read it, so the same certificate uploaded twice is read once.

Where an object store keeps them, the folder holds this machine's copies. Whoever reads a page
works in a folder of its own (`workplace`), and `settle` takes what is done from there: first the
picture, then the reading that names it, into the store and only then among the copies. What a
killed process, or a store that was away, left in the workplace is settled by the next one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from evidence import codec
from evidence.errors import DataError, Problem
from evidence.readings import PageReading
from extractors.whole_files import write_whole
from storage.object_store import ObjectStore

Kept = TypeVar("Kept")

_WORKPLACE = ".fresh"


class ReadingCache:
    """Readings and upright page images in a folder, or in `objects` with copies in the folder.

    With an object store, every method but `image_path` may raise MachineError as that does.
    """

    def __init__(self, root: Path, objects: ObjectStore | None = None) -> None:
        self.root = root
        self._objects = objects

    @property
    def workplace(self) -> Path:
        """The folder in which a process that reads pages keeps them (`ReadingCache(workplace)`)."""
        return self.root if self._objects is None else self.root / _WORKPLACE

    def count(self, sha256: str, recipe: str) -> int | None:
        """How many pages the file has, if it was counted before."""
        return self._kept(self._folder(sha256, recipe) / "pages", int)

    def keep_count(self, sha256: str, recipe: str, pages: int) -> None:
        """Remember how many pages the file has."""
        self._keep(self._folder(sha256, recipe) / "pages", str(pages).encode())

    def refusal(self, sha256: str, recipe: str) -> Problem | None:
        """Why the file cannot be opened, if that was found before."""
        folder = self._folder(sha256, recipe)
        if self._objects is not None and (folder / "pages").exists():
            return None  # it was opened, and the store need not be asked
        return self._kept(folder / "refusal", lambda data: codec.decode(Problem, data))

    def keep_refusal(self, sha256: str, recipe: str, problem: Problem) -> None:
        """Remember why the file cannot be opened."""
        self._keep(self._folder(sha256, recipe) / "refusal", codec.encode(Problem, problem))

    def page(self, sha256: str, recipe: str, number: int) -> PageReading | None:
        """The stored reading of a page; a damaged one counts as none, and one without its picture.

        Read again, the page has both: nobody could decide on what they cannot see.
        """
        reading = self._kept(self._folder(sha256, recipe) / f"{number:04d}.json", _reading)
        if reading is not None and reading.page.image and not self._has_image(reading.page.image):
            return None
        return reading

    def keep_page(self, sha256: str, recipe: str, reading: PageReading) -> None:
        """Store the reading of a page."""
        path = self._folder(sha256, recipe) / f"{reading.page.number:04d}.json"
        self._keep(path, codec.encode(PageReading, reading))

    def pages_kept(self, sha256: str, recipe: str) -> int:
        """How many pages of the file were read by that recipe, without opening them."""
        folder = self._folder(sha256, recipe)
        if self._objects is None:
            return sum(1 for _ in folder.glob("[0-9]*.json"))
        listed = self._objects.listed(self._key(folder))
        return sum(one.key.endswith(".json") for one in listed)

    def image_path(self, image: str) -> Path:
        """Where the upright page image of that sha256 lies, or would lie, on this machine."""
        return self.root / "images" / image[:2] / f"{image}.jpg"

    def bring_image(self, image: str) -> Path:
        """The same after it was brought to this machine; nothing is there where none was kept."""
        path = self.image_path(image)
        if self._objects is not None:
            try:
                self._objects.bring(self._key(path), image)
            except FileNotFoundError:
                path.unlink(missing_ok=True)
        return path

    def keep_image(self, data: bytes) -> str:
        """Store an upright page image (JPEG); its sha256."""
        image = hashlib.sha256(data).hexdigest()
        path = self.image_path(image)
        if not path.exists():
            self._keep(path, data)
        return image

    def settle(self, sha256: str, recipe: str) -> None:
        """Keep for good what was read of a file in the workplace: for every machine to find.

        Nothing to do without an object store: there the workplace is the folder itself.
        """
        if self._objects is None:
            return
        self._objects.prepare()
        fresh = self.workplace / self._folder(sha256, recipe).relative_to(self.root)
        for path in sorted(fresh.glob("[!.]*")):
            if path.suffix == ".json" and not self._has_its_image(path):
                path.unlink(missing_ok=True)
            else:
                self._settled(path)

    def settle_image(self, image: str) -> bool:
        """The same for a picture; False where it is neither in the workplace nor in the store."""
        if self._objects is None:
            return True
        fresh = ReadingCache(self.workplace).image_path(image)
        if _has_content(fresh, image):
            self._settled(fresh)
            return True
        return self._has_image(image)

    def _has_image(self, image: str) -> bool:
        """Whether the picture is kept; a copy here says nothing, the store may have lost it since."""
        path = self.image_path(image)
        if self._objects is None:
            return path.is_file()
        return self._objects.size(self._key(path)) is not None

    def _has_its_image(self, path: Path) -> bool:
        """Whether the picture that a fresh reading names is kept; else the page is read again."""
        try:
            image = _reading(path.read_bytes()).page.image
        except (OSError, DataError):
            return False
        return not image or self.settle_image(image)

    def _settled(self, fresh: Path) -> None:
        """Into the store, then among the copies; another process may have done so meanwhile."""
        assert self._objects is not None  # noqa: S101  for the type checker
        key = fresh.relative_to(self.workplace).as_posix()
        try:
            self._objects.put(key, fresh)
            self._objects.adopt(fresh, key)
        except FileNotFoundError:
            if fresh.exists():
                raise

    def _keep(self, path: Path, data: bytes) -> None:
        """In the store before it is a copy here."""
        if self._objects is not None:
            self._objects.write(self._key(path), data)
        write_whole(path, data)

    def _kept(self, path: Path, decoded: Callable[[bytes], Kept]) -> Kept | None:
        """What a file holds; None where there is none, or a damaged one.

        Of an object a damaged copy is fetched anew.
        """
        try:
            return decoded(path.read_bytes())
        except (OSError, ValueError, DataError):
            if self._objects is None:
                return None
        try:
            return decoded(self._objects.copy(self._key(path)).read_bytes())
        except (OSError, ValueError, DataError):
            return None

    def _key(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    def _folder(self, sha256: str, recipe: str) -> Path:
        return self.root / "pages" / sha256[:2] / sha256 / recipe_key(recipe)


def recipe_key(recipe: str) -> str:
    """A recipe in 16 hex digits: the name under which its readings are kept."""
    return hashlib.sha256(recipe.encode()).hexdigest()[:16]


def _has_content(path: Path, sha256: str) -> bool:
    """Whether a file is there with that content; another process may take it away meanwhile."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == sha256
    except FileNotFoundError:
        return False


def _reading(data: bytes) -> PageReading:
    return codec.decode(PageReading, data)
