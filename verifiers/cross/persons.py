"""X2: one person in two applications. Source: 三(二) 实名注册后填报个人申报信息."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evidence.findings import Result
from evidence.footprints import Footprint
from verifiers.cross.parties import MOST_NAMED, Rivals
from verifiers.rules.checks import Check


def applying_twice(
    own: Sequence[Footprint], elsewhere: Sequence[Footprint]
) -> Iterator[tuple[str, Check]]:
    """An identity number in two applications of one notice.

    Applying again under a later notice is everyone's right, and the same 申报编号 in another
    batch is the same application handed in anew.
    """
    by_person: dict[tuple[str, str], dict[str, Footprint]] = {}
    for footprint in (*own, *elsewhere):
        if footprint.person:
            applications = by_person.setdefault((footprint.person, footprint.notice), {})
            # Own come first: an application that was handed in before is told as of this batch.
            applications.setdefault(footprint.known_as, footprint)
    for footprint in own:
        applications = by_person.get((footprint.person, footprint.notice), {})
        if len(applications) > 1:
            others = [one for key, one in applications.items() if key != footprint.known_as]
            values = Rivals(tuple(others[:MOST_NAMED]), len(others)).values(footprint.batch)
            yield (
                footprint.application,
                Check(Result.MISMATCH, "X2.twice", found=values["others"], values=values),
            )
