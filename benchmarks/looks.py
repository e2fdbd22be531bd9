"""How far apart are two pictures of one paper, and of two papers?

    python -m benchmarks.looks --forms 40

Draws certificates: of each form (one honour of one issuer, printed in one way) two papers
with other names and numbers. Each paper is scanned twice and photographed twice, read, and
every picture compared with every other by its look. Prints the distances in bits, and how
many pairs a limit would propose: the figures behind `verifiers/cross/alike.py`.
"""

from __future__ import annotations

import argparse
import io
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

import numpy as np
from PIL import Image

from evidence.documents import Extraction
from evidence.readings import PageReading
from extractors.reading.looks import look_of
from extractors.reading.page import PageReader
from extractors.reading.render import render_page
from extractors.reading.settings import ReadingSettings, StoredFile
from extractors.reading.sheet import Sheet
from fixtures.generator import degrade, files, looks, random_awards, random_skills
from fixtures.generator.degrade import Photo, Scan
from fixtures.generator.files import Part, Upload
from fixtures.generator.layouts.dispatch import Look
from fixtures.generator.random_papers import Chance, applicant, conferral, papers_of
from fixtures.generator.records import AwardCertificate, Record, SkillCertificate
from fixtures.generator.seeds import source
from fixtures.generator.wear import Wear, worn
from fixtures.generator.wording import Words

_SCOPES = ("city", "province", "department", "expert", "medal", "contest")
_PAPERS = 2
_LIMITS = (4, 6, 8, 10, 12, 14)
_SHARES = (5, 25, 50, 75, 90, 95, 99)


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture of one paper of one form."""

    form: int
    paper: int
    photo: bool
    look: int


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forms", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--split", choices=("tune", "report"), default="report")
    chosen = parser.parse_args()
    reader = PageReader(ReadingSettings(), lambda _: Extraction(()), lambda _: "")
    pictures: list[Picture] = []
    cost: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        for form in range(chosen.forms):
            for paper, photo, data in _pictures(chosen.split, chosen.seed, form):
                path = Path(folder) / "picture.jpg"
                path.write_bytes(data)
                file = StoredFile("0" * 64, path, "image/jpeg")
                reading = reader.read(file, 1)
                if reading.look:
                    pictures.append(Picture(form, paper, photo, int(reading.look, 16)))
                cost.append(_seconds(file, reading))
    print(f"pictures {len(pictures)} of {len(cost)} with a look")
    print(f"milliseconds a look  median {1e3 * np.median(cost):.1f}, most {1e3 * max(cost):.1f}")
    _show(pictures)


def _pictures(split: str, seed: int, form: int) -> Iterator[tuple[int, bool, bytes]]:
    """Paper, whether photographed, and bytes of each picture of a form."""
    rng = source(split, seed, "looks", form)
    chance = Chance(rng, Words(split))
    record, look = _form(chance)
    for paper in range(_PAPERS):
        other = _other_paper(chance, record, paper)
        for photo in (False, False, True, True):
            sheet = _sheet(other, look, 200 if photo else rng.choice((150, 200, 300)), (seed, form))
            picture = _photographed(sheet, rng) if photo else _scanned(sheet, rng)
            buffer = io.BytesIO()
            picture.save(buffer, "JPEG", quality=rng.randint(60, 85))
            yield paper, photo, buffer.getvalue()


def _sheet(record: Record, look: Look, dpi: int, seed: object) -> Image.Image:
    """The paper itself: the same drawing whatever befalls its pictures."""
    clean = Upload(f"{record.fields()}.bmp", (Part(record, look, dpi=dpi),))
    data, _ = files.made(clean, seed)
    return Image.open(io.BytesIO(data)).convert("RGB")


def _form(chance: Chance) -> tuple[Record, Look]:
    rng, who = chance.rng, applicant("A", chance, needy=False)
    if rng.random() < 0.25:
        return random_skills.varied_skill(chance, who)
    if rng.random() < 0.4:
        record, look = random_awards.varied_award(chance, who)
        return record, looks.award_look(chance.words.split, rng) if look.plaque else look
    date = chance.day("2012-01-10", "2023-12-20")
    award, _ = papers_of(chance, who, conferral(chance, rng.choice(_SCOPES), date[:4]), date)
    return replace(award, date=date), looks.award_look(chance.words.split, rng)


def _other_paper(chance: Chance, record: Record, number: int) -> Record:
    who = applicant(f"A{number}", chance, needy=False)
    if isinstance(record, SkillCertificate):
        own = who.skill_certificate()
        return replace(own, title=record.title, issuers=record.issuers, date=record.date)
    if not isinstance(record, AwardCertificate):
        raise TypeError(record.kind)
    serial = record.certificate_number
    serial = serial and f"{serial[:4]}{chance.rng.randint(1, 9999):04d}"
    return replace(record, recipient=who.name, certificate_number=serial)


def _scanned(sheet: Image.Image, rng: random.Random) -> Image.Image:
    skew, shading, blur, noise = (
        rng.uniform(*ends) for ends in ((0, 2), (0.1, 0.9), *[(0.1, 0.8)] * 2)
    )
    picture, _ = degrade.scanned(sheet, Scan(skew, shading, blur, noise), rng.getrandbits(32))
    wear = Wear(dust=rng.choice((0.0, 0.0, 0.6)), contrast=rng.uniform(0.8, 1.0))
    return worn(picture, wear, rng.getrandbits(32))


def _photographed(sheet: Image.Image, rng: random.Random) -> Image.Image:
    desk = rng.choice(((118, 96, 78), (60, 58, 56), (190, 186, 180)))
    perspective, light, blur, noise = (
        rng.uniform(*ends) for ends in ((0.2, 0.9), (0.2, 0.9), (0.1, 0.6), (0.2, 0.7))
    )
    photo = Photo(perspective, light, blur, noise, rng.random() < 0.3, desk)
    picture, _ = degrade.photographed(sheet, photo, rng.getrandbits(32))
    shadow = rng.choice((0.0, 0.0, 0.0, 0.0, 0.35))
    wear = Wear(long_side=rng.choice((1600, 2000, 2600)), shadow=shadow)
    return worn(picture, wear, rng.getrandbits(32))


def _seconds(file: StoredFile, reading: PageReading) -> float:
    sheet = Sheet(render_page(file, 1, ReadingSettings()).image)
    lines = [line for one in reading.readings for line in one.lines]
    start = time.perf_counter()
    look_of(sheet, lines)
    return time.perf_counter() - start


def _show(pictures: Sequence[Picture]) -> None:
    distances: dict[str, list[int]] = {}
    for one, two in combinations(pictures, 2):
        distances.setdefault(_relation(one, two), []).append((one.look ^ two.look).bit_count())
    print(f"\n{'bits apart: share of pairs in %':34}", *(f"{share:>5}" for share in _SHARES))
    for relation in sorted(distances):
        bits = np.percentile(distances[relation], _SHARES)
        print(f"{relation:26}{len(distances[relation]):>8}", *(f"{one:5.0f}" for one in bits))
    print(f"\n{'proposed by a limit of, in %':34}", *(f"{limit:>6}" for limit in _LIMITS))
    for relation in sorted(distances):
        found = np.array(distances[relation])
        shares = [f"{100 * (found <= limit).mean():6.1f}" for limit in _LIMITS]
        print(f"{relation:34}", *shares)


def _relation(one: Picture, two: Picture) -> str:
    if one.form != two.form:
        return "3 other form"
    pictures = ("scans", "scan and photo", "photos")[one.photo + two.photo]
    return f"1 one paper, {pictures}" if one.paper == two.paper else "2 two papers of one form"


if __name__ == "__main__":
    main()
