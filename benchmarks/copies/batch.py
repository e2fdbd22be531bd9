"""A batch of copies: every file has bytes of its own, and its reading lies in the cache already."""

from __future__ import annotations

import csv
import hashlib
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from benchmarks.copies.sample import FOLDER, Sample
from benchmarks.copies.swaps import Swaps, known_texts
from evidence import codec
from evidence.readings import PageReading
from evidence.uploads import Upload
from extractors.reading.cache import ReadingCache
from extractors.reading.page import recipe_version
from pipeline.home import Home
from pipeline.stages.reading import reading_settings

_BITS = 20
"""Bits of 64 in which the looks of two papers of one form differ here."""


@dataclass(frozen=True, slots=True)
class Copies:
    """A batch that was made: its folder, and how much is in it."""

    folder: Path
    applicants: int
    uploads: int


class CopyMaker:
    """Writes batches of copies of the sample, and what was read on them into a home's cache."""

    def __init__(self, sample: Sample, home: Home, seed: int = 1) -> None:
        self._sample = sample
        self._read = ReadingCache(sample.home.readings)
        self._cache = ReadingCache(home.readings)
        self._recipe = recipe_version(reading_settings())
        self._seed = seed

    def make(self, folder: Path, uploads: int, *, cached: bool = True) -> Copies:
        """A batch of whole applicants with at least so many uploads; `cached`: with readings."""
        shutil.copytree(FOLDER / "cnipa", folder / "cnipa")
        shutil.copy(FOLDER / "batch.toml", folder)
        applications: list[dict[str, str]] = []
        claims: list[dict[str, str]] = []
        people = files = 0
        for number, applicant in self._everybody():
            swaps = self._swaps(number, applicant)
            name = f"XX{number:03}{applicant[-3:]}"
            of_them = [self._sample.applications.get(applicant)]
            applications += [_row(row, name, swaps) for row in of_them if row]
            claims += [_row(row, name, swaps) for row in self._sample.claims.get(applicant, ())]
            for upload in self._sample.uploads.get(applicant, ()):
                self._write(folder, upload, name, swaps, cached=cached)
                files += 1
            people += 1
            if files >= uploads:
                break
        _table(folder / "applications.csv", applications)
        _table(folder / "claims.csv", claims)
        if cached:
            images = self._sample.home.readings / "images"
            shutil.copytree(images, self._cache.root / "images", dirs_exist_ok=True)
        return Copies(folder, people, files)

    def _everybody(self) -> Iterator[tuple[int, str]]:
        names = sorted({*self._sample.applications, *self._sample.uploads})
        return ((number, name) for number in count() for name in names)

    def _swaps(self, number: int, applicant: str) -> Swaps:
        swaps = Swaps(random.Random(f"{self._seed}/{number}/{applicant}"))  # noqa: S311  no secret
        row = self._sample.applications.get(applicant, {})
        known_texts(swaps, row.items())
        for claim in self._sample.claims.get(applicant, ()):
            known_texts(swaps, claim.items())
        for document in self._sample.documents.get(applicant, ()):
            known_texts(swaps, ((field.name, field.raw) for field in document.fields))
        return swaps

    def _write(
        self, folder: Path, upload: Upload, name: str, swaps: Swaps, *, cached: bool
    ) -> None:
        """Write one upload of a copy, and what was read on it."""
        parts = Path(upload.path).parts  # uploads/<申报编号>/…
        path = folder.joinpath(parts[0], name, *parts[2:])
        path.parent.mkdir(parents=True, exist_ok=True)
        # Viewers and decoders ignore what stands behind the end of a picture or PDF.
        content = (FOLDER / upload.path).read_bytes() + f"\n%{self._seed}/{name}\n".encode()
        path.write_bytes(content)
        if cached:
            self._keep_reading(upload.sha256, hashlib.sha256(content).hexdigest(), swaps)

    def _keep_reading(self, of: str, sha256: str, swaps: Swaps) -> None:
        refusal = self._read.refusal(of, self._recipe)
        pages = self._read.count(of, self._recipe)
        if refusal is not None:
            self._cache.keep_refusal(sha256, self._recipe, refusal)
        if pages is None:
            return
        self._cache.keep_count(sha256, self._recipe, pages)
        for number in range(1, pages + 1):
            reading = self._read.page(of, self._recipe, number)
            if reading is not None:
                self._cache.keep_page(sha256, self._recipe, _other(reading, swaps))


def _other(reading: PageReading, swaps: Swaps) -> PageReading:
    text = swaps.applied_to(codec.encode(PageReading, reading).decode())
    if reading.look:
        mask = sum(1 << bit for bit in swaps.chance.sample(range(64), _BITS))
        text = text.replace(f'"{reading.look}"', f'"{int(reading.look, 16) ^ mask:016x}"')
    return codec.decode(PageReading, text)


def _row(row: dict[str, str], name: str, swaps: Swaps) -> dict[str, str]:
    return {key: swaps.applied_to(value) for key, value in row.items()} | {"申报编号": name}


def _table(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]) if rows else ["申报编号"])
        writer.writeheader()
        writer.writerows(rows)
