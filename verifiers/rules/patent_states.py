"""A9: whether a patent is in force, by the official record and by what contradicts it."""

from __future__ import annotations

from collections.abc import Sequence

from evidence.applications import Claim
from evidence.findings import Result
from evidence.patent_dates import term_over, term_years
from evidence.patent_numbers import parse_patent_number
from evidence.register import OfficialRecord, RecordSource
from verifiers.cnipa.status import PatentState, state_of
from verifiers.rules.case import Case
from verifiers.rules.checks import SILENT, Check
from verifiers.rules.days import in_china
from verifiers.rules.fields import date_of

_OVER = frozenset({PatentState.VOID, PatentState.PARTLY_VOID, PatentState.ENDED})


def other_states(case: Case, claim: Claim) -> list[Check]:
    """What carries no proof may still show that a patent ended, and is not passed over."""
    words = case.notice.vocabulary
    return [
        Check(Result.UNSURE, "A9.other_state", "", found, (record.place,))
        for record in case.register.lookup(claim.patent_number)
        if (own_printout(case, record) or record.source is RecordSource.EPO_OPS)
        and state_of(record, words) in _OVER
        for found in ["；".join(text for text in _status_texts(record) if text)]
    ]


def in_force(case: Case, records: Sequence[OfficialRecord]) -> Check:
    """In force by at least one record and nothing worse by any."""
    states = {record: state_of(record, case.notice.vocabulary) for record in records}
    order = list(PatentState).index
    state = min(states.values(), key=order)
    shown = [record for record, one in states.items() if one is state]
    found = "；".join(
        dict.fromkeys(text for record in shown for text in _status_texts(record) if text)
    )
    where = tuple(record.place for record in shown)
    if state is PatentState.IN_FORCE and not all(_status_doubtful(record) for record in shown):
        return Check(Result.MATCH, SILENT, "", found, where)
    if state is PatentState.NOT_SHOWN and not case.notice.thresholds.patent_status_required:
        return Check(Result.MATCH, SILENT, "", found, where)
    clear = state in {PatentState.VOID, PatentState.NOT_GRANTED}
    sure = clear and not any(_status_doubtful(record) for record in shown)
    keys = {PatentState.IN_FORCE: "A9.state_doubtful"}
    key = keys.get(state, f"A9.state_{state.value}")
    return Check(Result.MISMATCH if sure else Result.UNSURE, key, "", found, where)


def term_checks(case: Case, claim: Claim, records: Sequence[OfficialRecord]) -> list[Check]:
    """A term that has run out, or may have, is for a person: a compensated one ends later."""
    if case.received_at is None:
        return []
    kind = parse_patent_number(claim.patent_number).type
    received = in_china(case.received_at).date()
    checks = []
    for record in records:
        filed = date_of(record.application_date)
        if filed is not None and term_over(kind, filed, received) is not False:
            values = {"years": str(term_years(kind, filed.first))}
            found, where = record.application_date, (record.place,)
            checks.append(Check(Result.UNSURE, "A9.term", "", found, where, values=values))
    return checks


def _status_texts(record: OfficialRecord) -> tuple[str, str]:
    return record.legal_status, record.case_status


def _status_doubtful(record: OfficialRecord) -> bool:
    return bool({"legal_status", "case_status"} & set(record.doubts))


def own_printout(case: Case, record: OfficialRecord) -> bool:
    """Whether the applicant printed a record; such a one may contradict, and carries no proof."""
    return record.source is RecordSource.APPLICANT and record.applicant == case.dossier.id
