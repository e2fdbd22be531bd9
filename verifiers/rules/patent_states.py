"""A9: whether a patent is in force, by the official record and by what contradicts it."""

from __future__ import annotations

from collections.abc import Sequence

from evidence.applications import Claim
from evidence.findings import Result
from evidence.patent_dates import term_over, term_years
from evidence.patent_numbers import parse_patent_number
from evidence.register import OfficialRecord, RecordSource
from verifiers.cnipa.status import PatentState, end_texts, state_of
from verifiers.cnipa.superseding import standing_states
from verifiers.rules.case import Case
from verifiers.rules.checks import SILENT, Check
from verifiers.rules.days import in_china
from verifiers.rules.fields import date_of
from verifiers.rules.patent_fields import doubtful_number
from verifiers.rules.patent_times import aged, carrying, replaced

_LABEL = {"label": "专利状态", "label_en": "status"}
_STATUS = frozenset({"legal_status", "case_status"})
_HISTORY = frozenset({"legal_status", "events"})
_OVER = frozenset({PatentState.VOID, PatentState.PARTLY_VOID, PatentState.ENDED})


def other_states(case: Case, claim: Claim) -> list[Check]:
    """What carries no proof may still show that a patent ended, and is not passed over.

    Nor is a history at EPO of which not every event is understood.
    """
    words, checks = case.notice.vocabulary, []
    for record in case.register.lookup(claim.patent_number):
        state, epo = state_of(record, words), record.source is RecordSource.EPO_OPS
        over = _OVER | {PatentState.NOT_GRANTED} if epo else _OVER
        if (epo or own_printout(case, record)) and state in over:
            key = "A9.epo_state" if epo else "A9.other_state"
            found, where = _status_text([record]), (record.place,)
            checks.append(Check(Result.UNSURE, key, "", found, where))
        elif epo and _HISTORY & set(record.doubts):
            checks.append(Check(Result.UNSURE, "A9.epo_history", where=(record.place,)))
    return checks


def in_force(case: Case, records: Sequence[OfficialRecord]) -> list[Check]:
    """In force by a recent record that is sure, and nothing worse by any that stands."""
    words = case.notice.vocabulary
    states = standing_states(records, words)
    state = min(states.values(), key=list(PatentState).index)
    shown = [record for record, one in states.items() if one is state]
    lifted = [record for record in records if record not in states]
    later = (shown, _status_text(shown))
    told = [replaced(_LABEL, (one, _status_text([one])), later) for one in lifted]
    return [_in_force(case, state, shown), *told]


def _in_force(case: Case, state: PatentState, shown: Sequence[OfficialRecord]) -> Check:
    found, where = _status_text(shown), tuple(record.place for record in shown)
    clear = [record for record in shown if not {*_STATUS} & set(record.doubts)]
    sure = [record for record in clear if "patent_number" not in record.doubts]
    optional = not case.notice.thresholds.patent_status_required
    if (state is PatentState.IN_FORCE and sure) or (state is PatentState.NOT_SHOWN and optional):
        if carrying(case, sure or shown):
            return Check(Result.MATCH, SILENT, "", found, where)
        return aged(case, sure or shown)[0]
    if state is PatentState.IN_FORCE and clear:
        return doubtful_number(clear)
    against = state in {PatentState.VOID, PatentState.NOT_GRANTED}
    certain = against and len(sure) == len(shown)
    keys = {PatentState.IN_FORCE: "A9.state_doubtful"}
    key = keys.get(state, f"A9.state_{state.value}")
    return Check(Result.MISMATCH if certain else Result.UNSURE, key, "", found, where)


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


def _status_text(records: Sequence[OfficialRecord]) -> str:
    """What records say of the status, in their own words, with the events that end a patent."""
    texts = [
        text
        for record in records
        for text in (record.legal_status, record.case_status, *end_texts(record))
    ]
    return "；".join(dict.fromkeys(text for text in texts if text))


def own_printout(case: Case, record: OfficialRecord) -> bool:
    """Whether the applicant printed a record; such a one may contradict, and carries no proof."""
    return record.source is RecordSource.APPLICANT and record.applicant == case.dossier.id
