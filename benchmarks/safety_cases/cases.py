"""All cases, one after the other, always the same for a seed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from random import Random

from benchmarks.safety_cases import (
    traps_conditions,
    traps_dates,
    traps_issuers,
    traps_lower,
    traps_papers,
    traps_patents,
    traps_person,
)  # fmt: skip
from benchmarks.safety_cases.across import ACROSS
from benchmarks.safety_cases.candidates import Candidate
from benchmarks.safety_cases.changes import Change, Harm
from benchmarks.safety_cases.genuine import MAKERS, NEVER

NUMBER = "XX2024001"
TRAPS = (
    *traps_person.TRAPS, *traps_dates.TRAPS, *traps_conditions.TRAPS, *traps_lower.TRAPS,
    *traps_issuers.TRAPS, *traps_papers.TRAPS, *traps_patents.TRAPS,
)  # fmt: skip
PERMITTED = (
    *traps_dates.PERMITTED, *traps_conditions.PERMITTED, *traps_lower.PERMITTED,
    *traps_issuers.PERMITTED, *traps_papers.PERMITTED, *traps_patents.PERMITTED,
)  # fmt: skip
ALWAYS: dict[str, tuple[str, frozenset[str]]] = {"never": ("L2a", frozenset({"L2a"}))}
"""Traits that keep a candidate from passing whatever else is so, and the rule that says it."""


@dataclass(frozen=True, slots=True)
class Case:
    """A batch to judge, which of it to look at, and what must come out.

    `kind` is genuine, permitted, needless, trap, pair or across; `heads` are
    the rows of the table it counts for; `rules` has one set for each trap, of
    which one rule must be named.
    """

    name: str
    kind: str
    batch: tuple[Candidate, ...]
    heads: tuple[str, ...]
    passes: bool
    rules: tuple[frozenset[str], ...] = ()
    look_at: int = 0
    provisional: bool | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """How many of each kind.

    `genuine` applicants of each maker, `bases` that each single change is made
    to, the share of `pairs` to take (all of them, or one of each two kinds of
    traps), batches for each way of touching `across` applicants.
    """

    genuine: int = 60
    bases: int = 6
    pairs: float = 1.0
    every_pair: bool = False
    across: int = 20


def cases(seed: int, amount: Amount) -> Iterator[Case]:
    """Every case, lazily."""
    yield from _genuine(seed, amount.genuine)
    yield from _singles(seed, amount.bases)
    yield from _pairs(seed, amount)
    yield from _across(seed, amount.across)


def _rng(*parts: object) -> Random:
    # a generator of its own for each candidate: adding a case changes no other
    return Random("/".join(str(part) for part in parts))  # noqa: S311  seeded on purpose


def _genuine(seed: int, count: int) -> Iterator[Case]:
    for name, maker in (MAKERS | NEVER).items():
        for no in range(count):
            made = maker(_rng(seed, "genuine", name, no), NUMBER)
            head, rules = _standing(made)
            yield Case(
                f"{name} {no}", "genuine" if not rules else "trap", (made,), (head,), not rules,
                rules, provisional="deferred" in made.traits,
            )  # fmt: skip


def _standing(candidate: Candidate) -> tuple[str, tuple[frozenset[str], ...]]:
    """What keeps a candidate of these traits on-site anyway."""
    for trait, (rule, rules) in ALWAYS.items():
        if trait in candidate.traits:
            return rule, (rules,)
    return "genuine", ()


def _bases(seed: int, change: Change, count: int) -> Iterator[tuple[str, Candidate, Candidate]]:
    """Candidates that a change fits, of as many makers as there are, before and after."""
    makers = list((MAKERS | NEVER).items()) if count else []
    rng = _rng(seed, change.rule, change.name)
    rng.shuffle(makers)
    found = 0
    for turn in range(3):
        for name, maker in makers:
            before = maker(_rng(seed, change.rule, change.name, name, turn), NUMBER)
            after = change.applied(before)
            # what follows from something between doubt and contradiction in a claim
            # that nobody needs is left to the notice's authors
            idle = change.on_claim and "needless" in before.traits and change.harm is Harm.OPEN
            if after is not None and not idle:
                yield name, before, after
                found += 1
            if found == count:
                return


def _singles(seed: int, count: int) -> Iterator[Case]:
    for change in (*TRAPS, *PERMITTED):
        for name, before, after in _bases(seed, change, count):
            _, standing = _standing(before)
            title = f"{name}: {change.rule} {change.name}"
            if change.alone:
                yield Case(title, "trap", (after,), (change.rule,), False, (change.rules,))
            elif change.harm is Harm.NONE:
                kind = "trap" if standing else "permitted"
                yield Case(title, kind, (after,), (change.rule,), not standing, standing)
            elif change.on_claim and "needless" in before.traits:
                yield from _needless(title, change, after)
            else:
                rules = (*standing, change.rules)
                yield Case(title, "trap", (after,), (change.rule,), False, rules)


def _needless(title: str, change: Change, after: Candidate) -> Iterator[Case]:
    """Doubt about a claim that nobody needs lets pass; a contradiction anywhere does not."""
    if change.harm is Harm.DOUBT:
        yield Case(title, "needless", (after,), (change.rule,), True)
    elif change.harm is Harm.CONTRADICTION:
        yield Case(title, "trap", (after,), (change.rule,), False, (change.rules,))


def _pairs(seed: int, amount: Amount) -> Iterator[Case]:
    """Two traps on one applicant that do not undo each other: every two, or one pair of each two kinds."""
    pool = _pool(seed)
    if amount.every_pair:
        tried: Iterator[Iterable[tuple[Change, Change]]] = (
            [pair] for pair in combinations(TRAPS, 2)
        )
    else:
        tried = _by_kinds(seed)
    chance = _rng(seed, "pairs")
    for pairs in tried:
        if chance.random() >= amount.pairs:
            continue
        made = next((case for one, other in pairs if (case := _pair(one, other, pool, seed))), None)
        if made is not None:
            yield made


def _by_kinds(seed: int) -> Iterator[Iterable[tuple[Change, Change]]]:
    """For each two kinds of traps some pairs, of which the first possible one will be taken."""
    kinds: dict[tuple[str, frozenset[str], Harm], list[Change]] = {}
    for trap in TRAPS:
        kinds.setdefault((trap.rule, trap.wants, trap.harm), []).append(trap)
    for one, other in combinations(kinds.values(), 2):
        rng = _rng(seed, one[0].name, other[0].name)
        yield [(rng.choice(one), rng.choice(other)) for _ in range(4)]


def _pair(one: Change, other: Change, pool: dict[str, Candidate], seed: int) -> Case | None:
    if one.hides(other) or other.hides(one):
        return None
    names = [name for name, made in pool.items() if _fits(one, other, made)]
    for name in _rng(seed, one.name, other.name).sample(names, len(names)):
        both = _together(one, other, pool[name])
        if both is not None:
            _, standing = _standing(pool[name])
            return Case(
                f"{name}: {one.rule} {one.name} + {other.rule} {other.name}",
                "pair", (both,), tuple(dict.fromkeys((one.rule, other.rule))), False,
                (*standing, one.rules, other.rules),
            )  # fmt: skip
    return None


def _pool(seed: int) -> dict[str, Candidate]:
    """Candidates for pairs, two of each maker whose claims are needed."""
    return {
        f"{name} {no}": maker(_rng(seed, "pairs", name, no), NUMBER)
        for no in range(2)
        for name, maker in (MAKERS | NEVER).items()
        if not name.startswith("needless")
    }


def _fits(one: Change, other: Change, candidate: Candidate) -> bool:
    wants, bars = one.wants | other.wants, one.bars | other.bars
    return wants <= candidate.traits and not bars & candidate.traits


def _together(one: Change, other: Change, candidate: Candidate) -> Candidate | None:
    """Both changes, where it does not matter which is made first and neither hides the other."""
    first, second = one.applied(candidate), other.applied(candidate)
    if first is None or second is None:
        return None
    there, back = other.applied(first), one.applied(second)
    return there if there is not None and there == back else None


def _across(seed: int, count: int) -> Iterator[Case]:
    for way in ACROSS:
        made = 0
        for no in range(12 * count):
            batch = way.make(_rng(seed, "across", way.name, no))
            if batch is None:
                continue
            for place, one in enumerate(batch):
                rules = (way.rules,) if way.rules else ()
                yield Case(
                    f"{way.rule} {way.name} {no}, {one.id}", "across", batch, (way.rule,),
                    not rules, rules, place,
                )  # fmt: skip
            made += 1
            if made == count:
                break
