"""Names that a reader ran together, parted where the print leaves room between them.

Columns of names stand close, and a reader takes two or three for one line. What tells them
apart again is room: a name's characters stand closer than its neighbours do, and a name of
two characters, spaced to the width of three, still closer than the next column. Surnames
say where a name may begin; where both agree the cut is as sure as the characters.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import log

from extractors.documents.passages import Passage
from extractors.documents.people import LONGEST, PersonFound
from extractors.documents.surnames import COMMON, has_compound_surname, is_plausible_name

RUN_TOGETHER = "two names may have run together"
CLEAR = 1.35
"""Times the pitch within the names beside it from which a cut is plain to see."""
SEEN = 1.08
"""The same where surnames allow no other cut."""
UNEVEN = 0.42
"""Heights by which pitches within a name of three or four differ where a blank is among them:
the places of a small picture are rough, but not as rough."""
_WIDE = 2.35
"""Heights from which names begin where each has a column of its own, wide enough for three."""
_SPACED = 1.1
"""Heights from which characters are set with a blank between them, as in names of two."""
_OFF = 0.3
"""Heights that a name may begin off the place of its column."""
_LEAST = 1e-6
_RARE, _LONG, _TORN = 0.7, 0.4, 1.0
"""What a surname that is not common, a name of four characters, and room within a name count
against a parting."""
_MOST_DOTTED = 4
"""Names with a dot that a run may hold; the ways to cut more of them are too many."""
_MOST = 120
"""Characters of the longest run that is parted."""


@dataclass(frozen=True, slots=True)
class _Parting:
    """Names up to a place in the run: their ends, how well room and surnames agree."""

    score: float
    ends: tuple[int, ...]
    clear: float
    """The least times by which a cut is wider than the pitch within the names beside it."""
    ways: int
    """In how many ways common surnames allow to part the run up to here."""


def names_apart(run: Passage) -> list[PersonFound]:
    """The names that a run of characters holds, in order; empty where it is not names.

    Names that could be cut otherwise as well are doubtful.
    """
    if not 2 <= len(run.text) <= _MOST:
        return []
    pitches = _pitches(run)
    best = _best(run.text, pitches)
    if best is None:
        return []
    starts = (0, *best.ends[:-1])
    names = [run.text[a:b] for a, b in zip(starts, best.ends, strict=True)]
    only_way = best.ways == 1 and all(map(_is_common, names))
    told = _blanks(run, starts) or (
        best.clear >= SEEN and best.ends == _clearest(run.text, pitches).ends
    )
    sure = best.clear >= CLEAR or (only_way and told) or _in_columns(starts, pitches)
    sure &= not any(_is_uneven(pitches[a : b - 1]) for a, b in zip(starts, best.ends, strict=True))
    if len(best.ends) == 1:
        sure = not _may_be_two(run.text, pitches)
    return [
        PersonFound(run.text[a:b], run.cut(a, b), None if sure else RUN_TOGETHER)
        for a, b in zip(starts, best.ends, strict=True)
    ]


def names_and_dotted(run: Passage) -> list[PersonFound]:
    """The same of a run that may hold a name with a dot (买买提·艾力), which surnames do not part.

    It is cut where most room is left around a name with a dot and names fill the rest.
    """
    dot = run.text.find("·")
    if dot < 0:
        return names_apart(run)
    if run.text.count("·") > _MOST_DOTTED:
        return []
    best: tuple[float, list[PersonFound]] = (0.0, [])
    for start in range(dot - 1):
        for end in range(dot + 2, len(run.text) + 1):
            if not is_plausible_name(run.text[start:end]):
                continue
            before = names_apart(run.cut(0, start)) if start else []
            after = names_and_dotted(run.cut(end)) if end < len(run.text) else []
            if (start and not before) or (end < len(run.text) and not after):
                continue
            cuts = [at for at in (start, end) if 0 < at < len(run.text)]
            room = min((_wide(run, at) for at in cuts), default=CLEAR)
            doubt = None if room >= CLEAR else RUN_TOGETHER
            if room > best[0]:
                dotted = PersonFound(run.text[start:end], run.cut(start, end), doubt)
                best = (room, [*before, dotted, *after])
    return best[1]


def _wide(run: Passage, cut: int) -> float:
    """How many times wider than usual the room at a cut is; a row's end is as good as room."""
    here = run.pitch_before(cut)
    known = sorted(pitch for pitch in _pitches(run) if pitch is not None)
    return CLEAR if here is None else here / max(known[len(known) // 2], _LEAST)


def may_be_two(name: Passage) -> bool:
    """Whether what was taken for one name may be two, or one with part of its neighbour."""
    return _may_be_two(name.text, _pitches(name))


def _pitches(run: Passage) -> list[float | None]:
    return [run.pitch_before(at) for at in range(1, len(run.text))]


def _may_be_two(name: str, pitches: list[float | None]) -> bool:
    """A name of four characters without compound surname whose third may begin another."""
    if "·" in name or len(name) <= 2:
        return False
    if len(name) > LONGEST or _is_uneven(pitches):
        return True
    spaced = max(filter(None, pitches), default=0.0) > _SPACED
    two = name[2] in COMMON or spaced
    return len(name) == LONGEST and not has_compound_surname(name) and two


def _is_uneven(pitches: list[float | None]) -> bool:
    known = [pitch for pitch in pitches if pitch is not None]
    return bool(known) and max(known) - min(known) > UNEVEN


def _in_columns(starts: tuple[int, ...], pitches: list[float | None]) -> bool:
    """Whether three names or more begin at even distances, as in columns."""
    if len(starts) < 3 or None in pitches:
        return False
    places = [sum(filter(None, pitches[:start])) for start in starts]
    column = places[-1] / (len(places) - 1)
    return column > _WIDE and all(abs(place - n * column) < _OFF for n, place in enumerate(places))


def _clearest(text: str, pitches: list[float | None]) -> _Parting:
    """The parting that room alone speaks for most, whatever the surnames."""
    return _best(text, pitches, lambda one: one.clear) or _Parting(0.0, (), 0.0, 0)


def _best(
    text: str,
    pitches: list[float | None],
    key: Callable[[_Parting], float] = lambda one: one.score,
) -> _Parting | None:
    """The parting of the whole run into names that room and surnames speak for most."""
    # Kept for each end and length of the last name, for the next cut is compared with it.
    kept: dict[tuple[int, int], _Parting] = {}
    for end in range(2, len(text) + 1):
        for length in range(2, min(LONGEST, end) + 1):
            start = end - length
            name = text[start:end]
            if not is_plausible_name(name):
                continue
            common, long = _is_common(name), length == LONGEST and not has_compound_surname(name)
            cost = (not common) * _RARE + long * _LONG
            cost += _is_uneven(pitches[start : end - 1]) * _TORN
            common &= not long
            if start == 0:
                kept[end, length] = _Parting(-cost, (end,), 99.0, int(common))
                continue
            before = [
                _with(kept[start, last], end, _wider(pitches, start, last, length), cost)
                for last in range(2, LONGEST + 1)
                if (start, last) in kept
            ]
            if before:
                best = max(before, key=key)
                ways = sum(one.ways for one in before) * common
                kept[end, length] = _Parting(best.score, best.ends, best.clear, ways)
    whole = [kept[len(text), n] for n in range(2, LONGEST + 1) if (len(text), n) in kept]
    if not whole:
        return None
    best = max(whole, key=key)
    return _Parting(best.score, best.ends, best.clear, sum(one.ways for one in whole))


def _with(before: _Parting, end: int, wider: float, cost: float) -> _Parting:
    score = before.score - cost + max(-1.0, min(1.0, log(max(wider, 0.1))))
    return _Parting(score, (*before.ends, end), min(before.clear, wider), before.ways)


def _wider(pitches: list[float | None], cut: int, left: int, right: int) -> float:
    """How many times wider than within the names on both sides the room at a cut is."""
    here = pitches[cut - 1]
    inner = (_mean(pitches[cut - left : cut - 1]), _mean(pitches[cut : cut + right - 1]))
    widest = max((one for one in inner if one is not None), default=None)
    if here is None or widest is None:
        return SEEN  # a line break says nothing for or against a cut
    return here / max(widest, _LEAST)


def _is_common(name: str) -> bool:
    return name[0] in COMMON or has_compound_surname(name)


def _mean(pitches: list[float | None]) -> float | None:
    known = [pitch for pitch in pitches if pitch is not None]
    return sum(known) / len(known) if known else None


def _blanks(run: Passage, starts: tuple[int, ...]) -> bool:
    """Whether a blank was read before every name but the first."""
    return all(run.blank_before(at) for at in starts[1:])
