"""What became of the mutants, as tables and as a file."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.mutants.source import Mutant
from benchmarks.mutants.trial import Fate
from benchmarks.scoring import wilson


@dataclass(frozen=True, slots=True)
class Trial:
    """One mutant, what became of it, and the lines it changes."""

    mutant: Mutant
    fate: Fate
    difference: tuple[str, ...]


def share(trials: Sequence[Trial]) -> float:
    """The share that was noticed; of nothing, all."""
    return sum(one.fate.noticed for one in trials) / len(trials) if trials else 1.0


def tables(trials: Sequence[Trial]) -> Iterator[str]:
    """The lines to print: by operator, by module, the whole, and each survivor."""
    yield from _table("operator", trials, lambda one: one.mutant.edit.operator)
    yield ""
    yield from _table("module", trials, lambda one: one.mutant.path)
    yield ""
    noticed = sum(one.fate.noticed for one in trials)
    low, high = wilson(noticed, len(trials)) if trials else (0.0, 1.0)
    interval = f"{100 * low:.1f}–{100 * high:.1f} %"
    yield f"killed {noticed}/{len(trials)}, {100 * share(trials):.1f} % (95 %: {interval})"
    for one in trials:
        if not one.fate.noticed:
            yield ""
            operator = one.mutant.edit.operator
            yield f"{one.mutant.path}:{one.mutant.line} {operator}: {one.fate}"
            yield from (f"    {line}" for line in one.difference)


def write_survivors(trials: Sequence[Trial], file: Path) -> None:
    """The survivors as JSON, with the edit that makes each again."""
    survivors = [
        {
            "file": one.mutant.path,
            "line": one.mutant.line,
            "operator": one.mutant.edit.operator,
            "fate": one.fate.value,
            "difference": one.difference,
            "start": one.mutant.edit.start,
            "end": one.mutant.edit.end,
            "new": one.mutant.edit.new,
        }
        for one in trials
        if not one.fate.noticed
    ]
    file.write_text(json.dumps(survivors, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _table(title: str, trials: Sequence[Trial], key: Callable[[Trial], str]) -> Iterator[str]:
    groups: dict[str, Counter[Fate]] = {}
    for one in trials:
        groups.setdefault(key(one), Counter())[one.fate] += 1
    heads = ("mutants", "of all", "killed", "timed out", "survived", "uncovered", "noticed")
    yield f"{title:38}" + "".join(f"{head:>10}" for head in heads)
    for name, fates in sorted(groups.items(), key=lambda one: (-one[1].total(), one[0])):
        total = fates.total()
        noticed = sum(count for fate, count in fates.items() if fate.noticed)
        yield (
            f"{name:38}{total:>10}{100 * total / len(trials):>8.1f} %"
            + "".join(f"{fates[fate]:>10}" for fate in Fate)
            + f"{100 * noticed / total:>8.1f} %"
        )
