"""Seals: unroll the ring to strips, read them, trust what two of them say.

A red-head document's issuer often stands only in its seal, or under it. The
reader is sure of itself even where a stroke is lost under print, so a ring is
shown to it in two pictures whose faults differ, and in a third where it read
those two differently.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from evidence.readings import Channel, Line, Seal
from extractors.reading.images import Rgb, as_rgb
from extractors.reading.readers.port import SeenText
from extractors.reading.rings import Ring
from extractors.reading.unrolling import Unrolled

_LEAST_CONFIDENCE = 0.7
"""Less sure readings of a ring are of smeared ink: characters, and no name among them."""
_ALONE = 0.9
"""The most that a reading is trusted which no other picture of the ring confirms."""

_UNEVEN = 1.6
"""Times the usual pitch between two characters from which one between them was not read:
the characters of a ring stand evenly."""
_GAPPED = 0.8
"""The most that a reading with such a gap is trusted, however often it is repeated."""
_FEWEST = 4

ReadCrops = Callable[[Sequence[Rgb]], list[SeenText]]


def read_seals(image: Rgb, rings: Sequence[Ring], read: ReadCrops, reader: str) -> tuple[Seal, ...]:
    """Each ring with the readings of its unrolled text, the confirmed one first."""
    seals = []
    for ring in rings:
        lines = [
            Line(text, ring.box, confidence, reader, Channel.RING)
            for text, confidence in _agreed(_readings(image, ring, read))
            if text.strip() and confidence >= _LEAST_CONFIDENCE
        ]
        seals.append(Seal(ring.box, ring.colour, tuple(lines)))
    return tuple(sorted(seals, key=lambda seal: (seal.box.y0, seal.box.x0)))


def _readings(image: Rgb, ring: Ring, read: ReadCrops) -> list[SeenText]:
    """What two pictures of the ring say, and a third where they differ."""
    seal = Unrolled(image, ring)
    seen = read([as_rgb(seal.sharp()), as_rgb(seal.bridged())])
    if len({one.text for one in seen}) > 1:
        seen = [*seen, *read([as_rgb(seal.ink())])]
    return seen


def _agreed(seen: Sequence[SeenText]) -> list[tuple[str, float]]:
    """Each text once: those read twice first, those read once with their confidence held down."""
    times: dict[str, list[float]] = {}
    gapped = {one.text for one in seen if _has_gap(one.places)}
    for one in seen:
        times.setdefault(one.text, []).append(one.confidence)
    ranked = sorted(
        times.items(), key=lambda item: (item[0] in gapped, -len(item[1]), -max(item[1]))
    )
    return [
        (text, min(max(sure), _GAPPED if text in gapped else 1.0 if len(sure) > 1 else _ALONE))
        for text, sure in ranked
    ]


def _has_gap(places: Sequence[float]) -> bool:
    """Whether two neighbours stand so far apart that a character between them is missing."""
    if len(places) < _FEWEST:
        return False
    pitches = sorted(b - a for a, b in pairwise(places))
    return pitches[-1] > _UNEVEN * pitches[len(pitches) // 2]
