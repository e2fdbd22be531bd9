"""From what OPS shows of one application to the record of a patent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from evidence.errors import NormalFormError
from evidence.patent_numbers import GrantNumber, PatentNumber, parse_grant_number
from evidence.places import Place
from evidence.register import OfficialRecord, RecordSource
from verifiers.cnipa.ops.biblio import Publication
from verifiers.cnipa.ops.legal import History

SITE = "ops.epo.org"


def belongs(patent: PatentNumber, publication: Publication) -> bool:
    """Whether a publication is one that this patent may have, under its own check digit."""
    number = _number(publication)
    return (
        publication.application == patent.digits
        and publication.is_of_its_number
        and number is not None
        and (number.fits(patent.type) or not number.is_grant)
    )


def grant_of(patent: PatentNumber, published: Sequence[Publication]) -> Publication | None:
    """The first publication of the grant; None where only the application was published (A)."""
    grants = [one for one in published if _granted(patent, one) is not None]
    return min(grants, key=lambda one: (one.published, one.kind), default=None)


def newest(patent: PatentNumber, published: Sequence[Publication]) -> Publication:
    """The publication whose parties are shown: of the grant, else of the application."""
    return grant_of(patent, published) or max(published, key=lambda one: (one.published, one.kind))


def record_of(
    patent: PatentNumber,
    published: Sequence[Publication],
    history: History,
    asked_at: dt.datetime,
) -> OfficialRecord:
    """What OPS knows of a patent; an application that was only published shows no grant."""
    grant, shown = grant_of(patent, published), newest(patent, published)
    number = _granted(patent, grant) if grant is not None else None
    doubts = {*shown.doubts, *history.changed_since(shown.published)}
    if history.doubtful:
        doubts |= {"events", "legal_status"}
    if len({one.filed for one in published if one.filed}) > 1:
        doubts.add("application_date")
    return OfficialRecord(
        patent_number=patent.normal,
        source=RecordSource.EPO_OPS,
        site=SITE,
        place=Place(f"{SITE}/CN{shown.number}{shown.kind}"),
        patent_type=patent.type.value,
        title=shown.title,
        inventors=shown.inventors,
        inventors_latin=shown.inventors_latin,
        patentees=shown.applicants,
        application_date=shown.filed,
        grant_date=grant.published if grant is not None else "",
        grant_number=str(number or ""),
        legal_status=history.status,
        as_of=asked_at,
        events=history.events,
        doubts=tuple(sorted(doubts)),
    )


def _granted(patent: PatentNumber, publication: Publication) -> GrantNumber | None:
    """The grant number that a publication bears, where it is one of a grant of this type."""
    number = _number(publication)
    return number if number and number.is_grant and number.fits(patent.type) else None


def _number(publication: Publication) -> GrantNumber | None:
    try:
        return parse_grant_number(f"CN{publication.number}{publication.kind}")
    except NormalFormError:
        return None
