"""Any number of applicants as records, three documents each, without any page being read.

Of ten, eight are genuine: three lean on schooling and appraisals alone, three on an
award (certificate, decision, skill certificate), two on a patent (certificate,
printout, skill certificate, and the review body's record). The others are
such with one thing wrong; among those are pairs who use one certificate, which
stand in one ten: whole tens only can be told apart.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import replace

from benchmarks.crowd.cases import Member, by_award, by_patent, by_schooling
from benchmarks.crowd.faults import FAULTS, reused
from benchmarks.crowd.people import Person
from evidence.dossiers import Dossier

RECEIVED = dt.datetime(2024, 4, 12, 17, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def crowd(count: int, seed: int) -> Iterator[Member]:
    """So many applicants, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311  a generator of cases
    before: Dossier | None = None
    for number in range(count):
        kind = _KINDS[number % len(_KINDS)]
        member = kind(Person.of(number, chance), chance)
        fault = FAULTS[number // 10 % len(FAULTS)] if number % 10 > 7 else None
        if fault is not None:
            broken = fault(member.dossier, before, chance)
            name = f"{member.kind}, {fault.__name__.replace('_', ' ')}"
            member = replace(member, dossier=broken, genuine=False, kind=name)
        elif number % 10 == 7 and number // 10 % len(FAULTS) == FAULTS.index(reused):
            # The next one will use this one's certificate: neither may pass.
            member = replace(member, genuine=False, kind=f"{member.kind}, used by another")
        before = member.dossier
        yield member


_KINDS = (
    by_schooling, by_award, by_patent, by_schooling, by_award,
    by_patent, by_schooling, by_award, by_award, by_patent,
)  # fmt: skip
"""By the last digit of the number; 8 and 9 are those with something wrong."""
