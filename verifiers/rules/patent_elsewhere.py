"""What EPO OPS says of a patent: it may contradict, and under some notices confirm a printout.

Its names may be spelled (汉语拼音) or be fewer than there are inventors, so that a spelling
supports and never proves, and names left out are no difference. Source: facts §3.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from evidence.applications import Claim
from evidence.documents import Document
from evidence.findings import Result
from evidence.register import OfficialRecord, RecordSource
from verifiers.cnipa.ages import recent_enough
from verifiers.cnipa.spelling import may_spell
from verifiers.cnipa.values import comparable
from verifiers.rules.case import Case
from verifiers.rules.checks import Check
from verifiers.rules.days import in_china
from verifiers.rules.fields import date_of, places_of
from verifiers.rules.patent_fields import (
    LABELS,
    LISTS,
    agrees,
    fields_of,
    labelled,
    plain_names,
    read_text,
    shown_text,
    sure_of,
)
from verifiers.rules.patent_states import own_printout

_CHINESE = re.compile("[\u3400-\u9fff]")
_ORIGINAL = frozenset({"title", "inventors", "patentees"})
"""Fields that can be compared in the original script only."""
_LAG = dt.timedelta(days=183)
"""Twice the one to three months by which EPO's data lag behind. Source: facts §3."""
_CONFIRMED = ("title", "application_date", "grant_date", "grant_number", "inventors")
"""What an independent source must show alike before it confirms a printout."""


def epo_checks(case: Case, claim: Claim, certificate: Document) -> list[Check]:
    """Whatever EPO's data say otherwise than the certificate is for a person, whoever is right."""
    checks = []
    for record in case.register.lookup(claim.patent_number):
        if record.source is RecordSource.EPO_OPS:
            for name in LABELS:
                checks += _differs(name, record, certificate)
            checks += _spelled_otherwise(record, certificate)
            checks += _no_grant(record, certificate)
    return checks


def _differs(name: str, record: OfficialRecord, certificate: Document) -> list[Check]:
    fields, shown = fields_of(name, certificate), shown_text(name, record)
    values = [field.value for field in fields]
    if not fields or not shown or (name in _ORIGINAL and not _CHINESE.search(shown)):
        return []
    if name in LISTS:
        ours, theirs = plain_names(values), plain_names(getattr(record, name))
        alike = set(theirs) <= set(ours) if name == "patentees" else _in_order(theirs, ours)
    else:
        alike = agrees(name, values, record)
    if alike:
        return []
    where = (*places_of(certificate, fields), record.place)
    read, told = read_text(name, fields), labelled(name)
    return [Check(Result.UNSURE, "A9.epo_differs", read, shown, where, values=told)]


def _no_grant(record: OfficialRecord, certificate: Document) -> list[Check]:
    """That EPO knows the application alone, long after the certificate says that it was granted."""
    if record.grant_number or record.grant_date or record.as_of is None:
        return []
    fields, asked = fields_of("grant_date", certificate), in_china(record.as_of).date()
    granted = [date.last for field in fields if (date := date_of(field.value)) is not None]
    if all(asked - day <= _LAG for day in granted):
        return []
    where = (*places_of(certificate, fields), record.place)
    return [Check(Result.UNSURE, "A9.epo_no_grant", read_text("grant_date", fields), where=where)]


def _in_order(some: Sequence[str], everyone: Sequence[str]) -> bool:
    """Whether some of a list's names stand in the list's own order."""
    rest = iter(everyone)
    return all(name in rest for name in some)


def _spelled_otherwise(record: OfficialRecord, certificate: Document) -> list[Check]:
    fields = certificate.all("inventor")
    names = [field.value for field in fields]
    if not names or not record.inventors_latin or spelled(record.inventors_latin, names):
        return []
    where = (*places_of(certificate, fields), record.place)
    read, found = "、".join(names), "、".join(record.inventors_latin)
    return [Check(Result.UNSURE, "A9.epo_spelling", read, found, where)]


def spelled(latin: Sequence[str], names: Sequence[str]) -> bool:
    """Whether every spelled name may be the one at its place, and none is missing."""
    return len(latin) == len(names) and all(map(may_spell, latin, names))


def confirming(case: Case, claim: Claim) -> list[OfficialRecord]:
    """The records of independent sources that may confirm a printout: an old one says too little."""
    return [
        one
        for one in case.register.lookup(claim.patent_number)
        if one.source in case.notice.printout_confirmed_by
        and recent_enough(one, case.notice.thresholds, case.received_at)
    ]


def confirmed_printouts(case: Case, claim: Claim) -> tuple[list[OfficialRecord], list[Check]]:
    """The applicant's printouts that an independent source confirms, and what is to be said of it.

    Without any, what is not confirmed; nothing where the notice lets no source confirm, or
    there is nothing to confirm.
    """
    found = case.register.lookup(claim.patent_number)
    sources = confirming(case, claim)
    confirmed, by, doubts = [], [], []
    for printout in (record for record in found if own_printout(case, record)):
        told = [(source, _unconfirmed(printout, source)) for source in sources]
        agreeing = [source for source, checks in told if not checks]
        if agreeing:
            confirmed.append(printout)
            by += agreeing
        doubts += [check for _, checks in told for check in checks]
    if not confirmed:
        return [], doubts
    where = tuple(record.place for record in (*confirmed, *by))
    sites = "；".join(dict.fromkeys(source.site for source in by))
    return confirmed, [Check(Result.MATCH, "printout.confirmed", "", sites, where)]


def _unconfirmed(printout: OfficialRecord, source: OfficialRecord) -> list[Check]:
    """What a source does not confirm of a printout; empty where it confirms everything."""
    where = (printout.place, source.place)
    checks = []
    for name in _CONFIRMED:
        ours, theirs = comparable(printout, name), comparable(source, name)
        sure = sure_of(printout, name) and sure_of(source, name)
        if not (ours == theirs != "" and sure):
            key, other = "A9.unconfirmed", shown_text(name, source)
            if name == "inventors" and not theirs and source.inventors_latin:
                sounds = spelled(source.inventors_latin, printout.inventors)
                key = "A9.confirmed_by_sound" if sounds else key
                other = "、".join(source.inventors_latin)
            own = shown_text(name, printout)
            checks.append(Check(Result.UNSURE, key, own, other, where, values=labelled(name)))
    if {"legal_status", "events"} & set(source.doubts):
        status = {"label": "法律状态", "label_en": "legal status"}
        checks.append(Check(Result.UNSURE, "A9.unconfirmed", "", "", where, values=status))
    return checks
