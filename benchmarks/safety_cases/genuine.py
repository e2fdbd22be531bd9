"""The list of genuine applicants: how each is made, and what must become of them."""

from __future__ import annotations

from benchmarks.safety_cases import genuine_claims as claims
from benchmarks.safety_cases import genuine_people as people
from benchmarks.safety_cases.genuine_claims import Maker

MAKERS: dict[str, Maker] = {
    made.__name__: made
    for made in (
        people.regular,
        people.regular_woman,
        people.party_member,
        people.deferred,
        people.fifth,
        people.fourth_by_certificate,
        people.fourth_by_years,
        people.third_by_certificate,
        people.third_by_years,
        claims.city_government,
        claims.city_committee,
        claims.city_joint,
        claims.direct_county,
        claims.jiyuan,
        claims.province,
        claims.model_worker,
        claims.department,
        claims.departments_joint,
        claims.labour_medal,
        claims.skilled_hand,
        claims.contest,
        claims.invention,
        claims.invention_pct,
        claims.two_models,
        claims.two_awards,
        claims.two_prizes,
        claims.needless_award,
        claims.needless_invention,
    )
}
"""Applicants who pass."""

NEVER: dict[str, Maker] = {"second": people.second}
"""Applicants in good order whom a person must see all the same (L2a)."""
