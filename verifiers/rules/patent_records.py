"""The official record of a patent against its certificate (附件1第九条).

Only records that the review body or a reviewer obtained carry the proof; an applicant's own
printout does where the notice lets an independent source confirm it. What carries no proof
may contradict.
"""

from __future__ import annotations

from collections.abc import Sequence

from evidence.applications import Claim
from evidence.documents import Document
from evidence.findings import Result
from evidence.names import body_name
from evidence.patent_numbers import parse_patent_number
from evidence.register import OfficialRecord, RecordSource
from verifiers.cnipa.superseding import standing
from verifiers.rules.case import Case
from verifiers.rules.checks import Check, retold
from verifiers.rules.patent_codes import TYPE_NAMES, grant_of, of_its_time
from verifiers.rules.patent_comparison import compared, comparison_checks
from verifiers.rules.patent_elsewhere import confirmed_printouts, confirming, epo_checks
from verifiers.rules.patent_fields import LABELS, all_shown, doubtful_number, labelled
from verifiers.rules.patent_states import in_force, other_states, own_printout, term_checks


def official_records(case: Case, claim: Claim) -> list[OfficialRecord]:
    """The records that carry a proof: of the sources and sites that the notice accepts."""
    notice = case.notice
    return [
        record
        for record in case.register.lookup(claim.patent_number)
        if record.source in notice.official_sources and record.applicant in {None, case.dossier.id}
    ]


def record_checks(case: Case, claim: Claim, certificate: Document | None) -> list[Check]:
    """Everything that official records must show, compared with one certificate."""
    checks = [*_printouts(case, claim, certificate), *other_states(case, claim)]
    if certificate is not None:
        checks += epo_checks(case, claim, certificate)
    records = official_records(case, claim)
    if not records:
        records, told = confirmed_printouts(case, claim)
        if not records:
            return [*checks, *(told or [_none(case, claim)])]
        checks += told
    checks += _sites(case, records)
    checks += _contradictions(case, claim, records)
    checks += [
        *in_force(case, records),
        *term_checks(case, claim, records),
        *_grant_kinds(claim, records),
        *_patentees(case, records),
    ]
    if certificate is not None:
        checks += comparison_checks(case, records, certificate)
    return checks


def _none(case: Case, claim: Claim) -> Check:
    """Why no record carries the proof: nothing, the applicant's own, EPO's, or one taken back."""
    found = case.register.lookup(claim.patent_number)
    own = [one for one in found if own_printout(case, one)]
    if own:
        where = tuple(record.place for record in own)
        if case.notice.printout_confirmed_by and not confirming(case, claim):
            # The notice would let somebody confirm it, and nobody answered.
            return Check(Result.NOT_CHECKED, "A9.printout_silent", claim.patent_number, where=where)
        return Check(Result.UNSURE, "A9.printout_only", claim.patent_number, where=where)
    if any(record.source is RecordSource.EPO_OPS for record in found):
        return Check(Result.UNSURE, "A9.ops_only", claim.patent_number)
    gone = case.register.withdrawn(claim.patent_number)
    if any(record.source in case.notice.official_sources for record in gone):
        where = tuple(record.place for record in gone)
        return Check(Result.NOT_CHECKED, "A9.withdrawn", claim.patent_number, where=where)
    return Check(Result.NOT_CHECKED, "A9.no_record", claim.patent_number)


def _printouts(case: Case, claim: Claim, certificate: Document | None) -> list[Check]:
    """The applicant's own printout must not contradict the certificate."""
    if certificate is None:
        return []
    checks = []
    for record in case.register.lookup(claim.patent_number):
        if own_printout(case, record):
            for name in LABELS:
                checks += [
                    retold(check, "A9.printout_differs", Result.MISMATCH)
                    for check in compared(case, name, [record], certificate)
                    if check.result is Result.MISMATCH
                ]
    return checks


def _sites(case: Case, records: Sequence[OfficialRecord]) -> list[Check]:
    """A record from elsewhere than 国家知识产权局官方网站, or perhaps from elsewhere, is not one."""
    checks = []
    for record in records:
        if not record.site:
            key = "A9.no_site"
        elif record.site not in case.notice.official_sites:
            key = "A9.other_site"
        elif "site" in record.doubts:
            key = "A9.site_doubtful"
        else:
            continue
        where = (record.place,)
        checks.append(Check(Result.UNSURE, key, "国家知识产权局官方网站", record.site, where))
    return checks


def _contradictions(case: Case, claim: Claim, records: Sequence[OfficialRecord]) -> list[Check]:
    fields = case.register.contradictions(claim.patent_number, case.notice.official_sources)
    where = tuple(record.place for record in records)
    checks = []
    for name in fields:
        shown = all_shown(name, [record for record in records if getattr(record, name)])
        values = labelled(name)
        checks.append(Check(Result.UNSURE, "A9.records_differ", "", shown, where, values=values))
    if all("patent_number" in record.doubts for record in records):
        checks.append(doubtful_number(records))
    return checks


def _grant_kinds(claim: Claim, records: Sequence[OfficialRecord]) -> list[Check]:
    """Kind A is a publication and no grant; another type's kind is another patent's."""
    number = parse_patent_number(claim.patent_number)
    checks = []
    for record in records:
        grant = grant_of(record.grant_number) if record.grant_number else None
        if grant is not None and grant.fits(number.type):
            checks += of_its_time(grant, [record.grant_date], (record.place,))
        elif grant is not None:
            result = Result.UNSURE if "grant_number" in record.doubts else Result.MISMATCH
            name = TYPE_NAMES[number.type]
            checks.append(
                Check(result, "A9.grant_kind", name, record.grant_number, (record.place,))
            )
    return checks


def _patentees(case: Case, records: Sequence[OfficialRecord]) -> list[Check]:
    """A patentee other than the applicant's unit is worth knowing; the notice does not ask it."""
    employer = body_name(case.application.employer)
    shown = [record for record in standing(records, "patentees") if record.patentees]
    if not employer or any(
        body_name(name) == employer for record in shown for name in record.patentees
    ):
        return []
    where = tuple(record.place for record in shown)
    found = all_shown("patentees", shown)
    note = Check(Result.MATCH, "note.patentee", case.application.employer, found, where)
    return [note] if shown else []
