"""Seals: unroll the ring to strips, read them, trust what two of them say.

A red-head document's issuer often stands only in its seal, or under it. The
reader is sure of itself even where a stroke is lost under print, so a ring is
shown to it in two pictures whose faults differ, and in a third where it read
those two differently. Of a grey seal, as copies have it, print over the ink cannot
be told from ink: its readings are never trusted alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from itertools import pairwise

from evidence.readings import Channel, Line, Seal
from extractors.reading.images import Rgb, as_rgb
from extractors.reading.readers.port import SeenText
from extractors.reading.rings import GREY, Ring
from extractors.reading.sheet import Sheet
from extractors.reading.unrolling import Unrolled

_LEAST_CONFIDENCE = 0.7
"""Less sure readings of a ring are of smeared ink: characters, and no name among them."""
_ALONE = 0.9
"""The most that a reading is trusted which no other picture of the ring confirms."""
_SURE = 0.95
"""Confidence from which no further picture of a ring is asked for."""

_UNEVEN = 1.6
"""Times the usual pitch between two characters from which one between them was not read:
the characters of a ring stand evenly."""
_GAPPED = 0.8
"""The most that a reading with such a gap is trusted, however often it is repeated."""
_MOST_CUT = 2
"""Characters that a picture of a ring may lack at its ends; more are a number or a second name."""
_FEWEST = 4
_NOT_HAN = re.compile(r"[^\u3400-\u9fff]+")
_STRAIGHT = re.compile(r"[\u3400-\u9fff]{2,14}(?:[(（][0-9]{1,2}[)）])?")
_CLEAR = 0.85
"""Less sure readings of what stands below the star are of the star or of an emblem."""

ReadCrops = Callable[[Sequence[Rgb]], list[SeenText]]


def read_seals(
    sheet: Sheet,
    rings: Sequence[Ring],
    read: ReadCrops,
    reader: str,
    printed: Sequence[str] = (),
) -> tuple[Seal, ...]:
    """Each ring with the readings of its unrolled text, the confirmed one first.

    `printed` are the page's lines: a ring that says what one of them says needs no further
    picture to confirm it.
    """
    known = {name for name in map(_name, printed) if len(name) >= _FEWEST}
    seals = []
    for ring in rings:
        seal = Unrolled(sheet, ring)
        most = _ALONE if ring.colour == GREY else 1.0
        lines = [
            Line(text, ring.box, min(confidence, most), reader, Channel.RING)
            for text, confidence in _best(seal, read, known)
            if text.strip() and confidence >= _LEAST_CONFIDENCE
        ]
        inner = [
            Line(one.text, ring.box, min(one.confidence, most), reader, Channel.INNER)
            for one in _inside(seal, read)
        ]
        seals.append(Seal(ring.box, ring.colour, (*lines, *inner)))
    return tuple(sorted(seals, key=lambda seal: (seal.box.y0, seal.box.x0)))


def _best(seal: Unrolled, read: ReadCrops, known: Collection[str]) -> list[tuple[str, float]]:
    """The readings of a ring, and where none of them is sure the ones that more pictures give.

    More pictures find a right name now and then, but repeat an error as well: they never
    make it certain.
    """
    seen = read([as_rgb(seal.sharp())])
    if seen[0].confidence >= _SURE and _name(seen[0].text) in known:
        return [(seen[0].text, seen[0].confidence)]
    seen += read([as_rgb(seal.bridged())])
    if len({one.text for one in seen}) > 1:
        seen += read([as_rgb(seal.ink())])
    agreed = _agreed(seen)
    if agreed and agreed[0][1] >= _SURE:
        return agreed
    more = read([as_rgb(strip) for strip in seal.more()])
    return [(text, min(sure, _ALONE)) for text, sure in _agreed([*seen, *more])]


def _name(text: str) -> str:
    return _NOT_HAN.sub("", text)


def _inside(seal: Unrolled, read: ReadCrops) -> list[SeenText]:
    """The straight line inside the ring, where one stands and is read clearly."""
    stretch = seal.inside()
    if stretch is None:
        return []
    return [
        one
        for one in read([as_rgb(stretch)])
        if _STRAIGHT.fullmatch(one.text.strip()) and one.confidence >= _CLEAR
    ]


def _agreed(seen: Sequence[SeenText]) -> list[tuple[str, float]]:
    """Each text once: those read twice first, those read once with their confidence held down."""
    times: dict[str, list[float]] = {}
    gapped = {one.text for one in seen if _has_gap(one.places)}
    for one in seen:
        times.setdefault(one.text, []).append(one.confidence)
    cut = {text for text in times if any(_is_cut(text, one) for one in seen)}
    ranked = sorted(
        times.items(),
        key=lambda item: (item[0] in gapped, item[0] in cut, -len(item[1]), -max(item[1])),
    )
    return [
        (
            text,
            min(
                max(sure),
                _GAPPED if text in gapped else 1.0 if len(sure) > 1 and not cut else _ALONE,
            ),
        )
        for text, sure in ranked
    ]


def _is_cut(text: str, other: SeenText) -> bool:
    """Whether another picture clearly shows the same name with more at one of its ends."""
    more = len(other.text) - len(text)
    ends = other.text.startswith(text) or other.text.endswith(text)
    return 0 < more <= _MOST_CUT and ends and other.confidence >= _SURE


def _has_gap(places: Sequence[float]) -> bool:
    """Whether two neighbours stand so far apart that a character between them is missing."""
    if len(places) < _FEWEST:
        return False
    pitches = sorted(b - a for a, b in pairwise(places))
    return pitches[-1] > _UNEVEN * pitches[len(pitches) // 2]
