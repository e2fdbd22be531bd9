"""Labels and their values: `专 利 号：ZL…`, two labels a line, values over several lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from evidence.places import Box
from extractors.documents.passages import CELL, ROW, Passage

_GAP = rf"(?:{CELL}?[·.]?{CELL}?)"
"""What may stand between the characters of a letter-spaced label: specks read as dots, too."""
_HAN = "[\u3400-\u9fff]"
_PROSE_AFTER = "的应依之和或在由被与人者时所是为等以可"


_OTHER_LABEL = "(?:证件编?号|申报人|发证人)"
"""Labels of other fields that differ from one of ours in an inner character."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label, the field it stands for, and everything up to the next label."""

    label: str
    field: str
    value: Passage
    at: Passage


@dataclass(frozen=True, slots=True)
class LabelTable:
    """The labels of one layout family, by the field they introduce.

    A label mapped to an empty field name only ends the value before it.
    `stops` ends a value where body text begins.
    """

    fields: Mapping[str, str]
    stops: re.Pattern[str]
    colonless: frozenset[str] = frozenset()
    """Labels of two characters that this layout prints without a colon, too."""

    def pattern(self) -> re.Pattern[str]:
        """Any label, letter-spaced or not, with its colon or alone in its cell."""
        return _pattern(tuple(self.fields), self.colonless)

    def name_of(self, printed: str) -> str:
        """The label that was printed so, or so but for one inner character."""
        label = re.sub(_GAP, "", printed)
        if label in self.fields:
            return label
        return next(
            name
            for name in sorted(self.fields, key=len, reverse=True)
            if len(name) == len(label)
            and (name[0], name[-1]) == (label[0], label[-1])
            and sum(a != b for a, b in zip(name, label, strict=True)) == 1
        )


@cache
def _pattern(labels: tuple[str, ...], colonless: frozenset[str]) -> re.Pattern[str]:
    names = sorted(labels, key=len, reverse=True)
    loose = [_GAP.join(re.escape(c) for c in name) for name in names]
    long = [
        spaced
        for spaced, name in zip(loose, names, strict=True)
        if len(name) > 2 or name in colonless
    ]
    edge = f"(?:^|(?<=[{ROW}{CELL}]))[·.]?"
    return re.compile(
        f"(?P<colon>{'|'.join(loose)})(?:[(（][^)）{ROW}]{{1,8}}[)）])?{CELL}?[:﹕]{CELL}?"
        f"|{edge}(?P<cell>{'|'.join(loose)})[{CELL}{ROW}]"
        f"|{edge}(?P<bare>{'|'.join(long)})(?![{_PROSE_AFTER}])"
        f"|{edge}(?!{_OTHER_LABEL}[:﹕])(?P<near>{'|'.join(_near(names))})[:﹕]"
    )


def _near(names: Iterable[str]) -> Iterator[str]:
    """Labels with one inner character misread (申语号), which their colon gives away.

    That it is a Chinese character is asked once for all labels of a length where the others are
    Chinese as well: compiling that class takes a millisecond, and there are hundreds of places.
    """
    for (length, chinese), alike in groupby(names, key=lambda name: (len(name), _is_han(name))):
        any_other = "." if chinese else _HAN
        places = [
            f"{re.escape(name[:at])}{any_other}{re.escape(name[at + 1 :])}"
            for name in alike
            for at in range(1, length - 1)
        ]
        if places:
            known = f"(?={_HAN}{{{length}}})" if chinese else ""
            yield f"{known}(?:{'|'.join(places)})"


def _is_han(name: str) -> bool:
    return all("\u3400" <= char <= "\u9fff" for char in name)


def labelled(text: Passage, table: LabelTable) -> list[Labelled]:
    """Every labelled value in reading order, from its label to the next label or stop."""
    matches = list(table.pattern().finditer(text.text))
    found = []
    for n, match in enumerate(matches):
        end = matches[n + 1].start() if n + 1 < len(matches) else len(text.text)
        stop = table.stops.search(text.text, match.end(), end)
        label = table.name_of(match["colon"] or match["cell"] or match["bare"] or match["near"])
        value = text.cut(match.end(), stop.start() if stop else end)
        found.append(Labelled(label, table.fields[label], value, text.group(match)))
    return [one for one in found if one.field]


def values_of(found: Iterable[Labelled], field: str) -> list[Passage]:
    """The values that labels of `field` introduce, empty ones left out."""
    return [one.value for one in found if one.field == field and one.value.stripped().text]


def first_rows(value: Passage, count: int = 1) -> Passage:
    """The value's first rows, where more cannot belong to it."""
    spans = _row_spans(value)
    return value.cut(0, spans[min(count, len(spans)) - 1][1]) if spans else value


def wrapped(value: Passage, widest_gap: float = 0.9) -> Passage:
    """The value's first row and the rows set on without a gap below it.

    A row further away than `widest_gap` line heights belongs to something else.
    """
    end, last = 0, None
    for start, stop in _row_spans(value):
        box = value.cut(start, stop).box
        if box is None or (last is not None and not _follows(last, box, widest_gap)):
            break
        end, last = stop, box
    return value.cut(0, end)


def _row_spans(value: Passage) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(rf"[^{ROW}]+", value.text)]


def _follows(last: Box, box: Box, widest_gap: float) -> bool:
    return -0.6 * last.height <= box.y0 - last.y1 <= widest_gap * last.height
