"""The look-up list as the desk's page shows it: each number with what to copy, group by group."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.core.paginator import Page, Paginator

from review.desk.case.claims_shown import printed_number
from review.desk.case.official_entries import EntryProgress
from review.desk.case.wanted_lookups import WantedLookup
from review.desk.models import Applicant
from review.desk.templatetags.desk import say
from review.rosters.lookup_list import GROUP_WORDS, Group, group_of
from review.rosters.official_sites import SiteForms, site_forms
from review.rosters.wording import type_word

PAGE = 100
"""Numbers on a page."""


@dataclass(frozen=True, slots=True)
class ShownLookup:
    """A number to look up: as printed, as each site takes it, why, since when, for whom.

    `copies` are what can be copied: the site, and the text for it. `group` is None where a
    result was typed in that is not checked yet: nobody need look it up again.
    """

    printed: str
    normal: str
    copies: tuple[tuple[str, str], ...]
    kind: str
    title: str
    reason: str
    days: int
    applicants: tuple[Applicant, ...]
    entered: tuple[EntryProgress, ...]
    group: Group | None


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """Numbers that a clerk does in one go; `count` counts those on other pages too."""

    key: str
    heading: str
    count: int
    lookups: tuple[ShownLookup, ...]


@dataclass(frozen=True, slots=True)
class ShownLookups:
    """One page of the list; `count` counts the numbers on all pages."""

    count: int
    page: Page[ShownLookup]
    groups: tuple[ShownGroup, ...]


def lookups_shown(found: Iterable[ShownLookup], page: str | None) -> ShownLookups:
    """The page that somebody wants, by type; what is being checked already comes last."""
    ordered = sorted(found, key=_place)
    counts = Counter(one.group for one in ordered)
    shown = Paginator(ordered, PAGE).get_page(page)
    return ShownLookups(
        len(ordered),
        shown,
        tuple(
            _group(group, counts[group], lookups)
            for group, lookups in groupby(shown.object_list, lambda one: one.group)
        ),
    )


def shown_lookup(
    wanted: WantedLookup, entered: Iterable[EntryProgress], now: dt.datetime
) -> ShownLookup:
    """A number with what was typed in for it so far."""
    lookup, entries = wanted.lookup, tuple(entered)
    return ShownLookup(
        printed=printed_number(lookup.patent_number),
        normal=lookup.patent_number,
        copies=tuple(_copies(site_forms(lookup.patent_number, lookup.grant_number))),
        kind=type_word(lookup.patent_type),
        title=lookup.title,
        reason=say(lookup.reason, lookup.reason_en or lookup.reason),
        days=max((now - wanted.since).days, 0),
        applicants=wanted.applicants,
        entered=entries,
        group=None if any(one.waiting for one in entries) else group_of(lookup.patent_number),
    )


def _place(one: ShownLookup) -> int:
    return max(Group) + 1 if one.group is None else one.group


def _group(group: Group | None, count: int, lookups: Iterable[ShownLookup]) -> ShownGroup:
    if group is None:
        heading = say("已录入，正在核验", "Typed in, being checked")
        return ShownGroup("waiting", heading, count, tuple(lookups))
    return ShownGroup(group.name.lower(), say(*GROUP_WORDS[group]), count, tuple(lookups))


def _copies(forms: SiteForms) -> Iterator[tuple[str, str]]:
    for site, text in (
        ("cpquery", forms.cpquery),
        ("epub", forms.epub),
        ("pss", forms.pss),
        (say("epub 直达网址", "epub address"), forms.epub_address),
    ):
        if text:
            yield site, text
