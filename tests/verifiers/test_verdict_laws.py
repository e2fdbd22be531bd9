"""The laws of the verdict: what is lowered, missing or reordered never yields a pass."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.findings import Basis, Result
from evidence.places import Place
from evidence.register import LegalEvent, RecordSource
from evidence.uploads import UploadStatus
from tests.verifiers.builders import (
    AWARD_CLAIM,
    MODEL_ONE,
    MODEL_TWO,
    NEEDS_EXCEPTION,
    RECEIVED,
    application,
    award,
    award_dossier,
    certificate,
    date,
    decision,
    dossier,
    doubted,
    judged,
    patent_claim,
    patent_dossier,
    record,
    skill,
    upload_of,
)
from tests.verifiers.test_patents import models
from verifiers.authorities import load_authorities
from verifiers.cnipa.register import PatentRegister
from verifiers.notices import load_notice
from verifiers.verdict import decide
from verifiers.verify import verify

NOTICE = load_notice("xinxiang-2024-22")
ORDER = list(Result)


def two_models():
    claims, papers, records = models(MODEL_ONE, MODEL_TWO)
    app = application(**NEEDS_EXCEPTION, claims=tuple(claims))
    return dossier(app, skill(), *papers), tuple(records)


def mixed():
    """An award and a patent, both genuine; either one would do."""
    app = application(**NEEDS_EXCEPTION, claims=(AWARD_CLAIM, patent_claim(2)))
    return dossier(app, skill(), award(), decision(), certificate()), (record(),)


def fourth_grade():
    """四级 by the certificate below it; no claim and no waivable condition."""
    app = application(
        target_grade="四级", grade="五级", certified=date("2018-06-29"), work_start=date("2016-09")
    )
    title = "机关事业单位工人技术等级证书"
    return dossier(app, skill(title=title, grade="初级工", date="2018-06-29"))


def fifth_grade():
    app = application(target_grade="五级", grade="", confirmed=date("2017-09"))
    return dossier(app, skill())


def with_history():
    """A patent that was transferred and restored between two look-ups, and that EPO knows."""
    former = record(
        as_of=RECEIVED - dt.timedelta(days=20),
        place=Place("cnipa/三月.png", 1),
        patentees=("新乡市某建筑公司",),
        legal_status="",
        case_status="未缴年费专利权终止，等恢复",
    )
    epo = record(
        source=RecordSource.EPO_OPS, site="ops.epo.org", legal_status="", case_status="",
        inventors=("周建民", "王海波"), inventors_latin=("ZHOU JIANMIN", "ZHENG GUOPING", "WANG HAIBO"),
    )  # fmt: skip
    return patent_dossier(), (former, record(), epo)


DOSSIERS = {
    "patent with history": with_history(),
    "fourth grade": (fourth_grade(), ()),
    "fifth grade": (fifth_grade(), ()),
    "award": (award_dossier(), ()),
    "patent": (patent_dossier(), (record(),)),
    "two models": two_models(),
    "no claim": (dossier(application(), skill()), ()),
    "needless claim": (dossier(application(claims=(AWARD_CLAIM,)), skill()), ()),
    "either": mixed(),
    "deferred": (
        dossier(
            application(
                appraisals={2019: "合格", 2020: "优秀", 2021: "合格", 2022: "优秀"},
                deferral_promised="是",
            ),
            skill(),
        ),
        (),
    ),
}
every = pytest.mark.parametrize("name", list(DOSSIERS))


def found(name):
    one, records = DOSSIERS[name]
    return one, verify(one, PatentRegister(records), load_authorities(), NOTICE, RECEIVED)


def lowered(finding, to):
    if to is Result.ATTESTED:
        return replace(finding, result=to, basis=Basis.ATTESTATION)
    basis = Basis.EVIDENCE if finding.basis is Basis.ATTESTATION else finding.basis
    return replace(finding, result=to, basis=basis)


@every
def test_each_of_these_dossiers_passes(name):
    one, findings = found(name)
    assert decide(one, findings, NOTICE).outcome == "pass"


@every
@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_lowering_any_finding_never_turns_on_site_into_pass(name, data):
    one, findings = found(name)
    changed = list(findings)
    outcomes = [decide(one, changed, NOTICE).outcome]
    for _ in range(4):
        at = data.draw(st.integers(0, len(changed) - 1))
        worse = [result for result in ORDER if result.order < changed[at].result.order]
        if worse:
            changed[at] = lowered(changed[at], data.draw(st.sampled_from(worse)))
        outcomes.append(decide(one, changed, NOTICE).outcome)
    assert outcomes == sorted(outcomes, key=lambda outcome: outcome == "on_site")


@every
def test_lowering_one_bearing_finding_below_attested_ends_the_pass(name):
    one, findings = found(name)
    bearing = [f for f in decide(one, findings, NOTICE).findings if f.bears]
    spare = {"either"}
    for finding in bearing:
        for result in (Result.UNSURE, Result.NOT_CHECKED, Result.MISMATCH):
            rest = [f for f in findings if (f.rule, f.claim) != (finding.rule, finding.claim)]
            verdict = decide(one, [*rest, lowered(finding, result)], NOTICE)
            waived = name in spare and finding.claim is not None and result is not Result.MISMATCH
            grouped = name in spare and (finding.rule, finding.claim) == ("H65", None)
            if not waived and not (grouped and result is not Result.MISMATCH):
                assert verdict.outcome == "on_site", (finding.rule, finding.claim, result)


@every
def test_a_mismatch_anywhere_ends_the_pass_but_for_the_waived_conditions(name):
    one, findings = found(name)
    waived = (
        {"H3", "H4a", "H4b", "P14"}
        if one.application.claims and name != "needless claim"
        else set()
    )
    for finding in findings:
        rest = [f for f in findings if f is not finding]
        verdict = decide(one, [*rest, lowered(finding, Result.MISMATCH)], NOTICE)
        expected = "pass" if finding.rule in waived else "on_site"
        assert verdict.outcome == expected, (finding.rule, finding.claim)


@every
def test_leaving_out_any_finding_never_helps(name):
    one, findings = found(name)
    for finding in findings:
        rest = [f for f in findings if f is not finding]
        verdict = decide(one, rest, NOTICE)
        assert any(
            (f.rule, f.claim, f.result) == (finding.rule, finding.claim, "not_checked")
            for f in verdict.findings
        )
    assert decide(one, [], NOTICE).outcome == "on_site"


@every
def test_the_order_of_findings_never_matters(name):
    one, findings = found(name)
    half = len(findings) // 2
    for other in (findings[::-1], (*findings[half:], *findings[:half])):
        assert decide(one, other, NOTICE) == decide(one, findings, NOTICE)


@every
def test_a_verdict_weighed_again_is_the_same(name):
    one, findings = found(name)
    verdict = decide(one, findings, NOTICE)
    assert decide(one, verdict.findings, NOTICE) == verdict


def test_a_finding_of_another_application_is_refused():
    one, findings = found("award")
    with pytest.raises(ValueError, match="another application"):
        decide(one, [replace(findings[0], application="XX2")], NOTICE)


@every
def test_taking_away_any_paper_or_record_never_keeps_a_pass_that_needs_it(name):
    one, records = DOSSIERS[name]
    for n in range(len(one.documents)):
        fewer = replace(one, documents=one.documents[:n] + one.documents[n + 1 :])
        verdict = judged(fewer, *records)
        # Where an award and a patent both prove, either may go; the skill certificate never.
        spare = name == "either" and one.documents[n].kind != "skill_certificate"
        assert verdict.outcome == ("pass" if spare else "on_site"), one.documents[n].kind
    for n in range(len(records)):
        verdict = judged(one, *records[:n], *records[n + 1 :])
        carries = records[n].source is RecordSource.REVIEW_BODY and records[n].as_of == MOMENTS[3]
        assert verdict.outcome == ("on_site" if carries and name != "either" else "pass")


@every
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_taking_away_more_and_more_evidence_never_turns_on_site_into_pass(name, data):
    one, records = DOSSIERS[name]
    documents, left = list(one.documents), list(records)
    outcomes = []
    while documents or left:
        outcomes.append(judged(replace(one, documents=tuple(documents)), *left).outcome)
        at = data.draw(st.integers(0, len(documents) + len(left) - 1))
        del (documents if at < len(documents) else left)[
            at if at < len(documents) else at - len(documents)
        ]
    outcomes.append(judged(replace(one, documents=())).outcome)
    assert outcomes == sorted(outcomes, key=lambda outcome: outcome == "on_site")
    assert outcomes[-1] == "on_site"


@every
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_taking_whole_fields_away_never_turns_on_site_into_pass(name, data):
    """Whole fields: a list of inventors that lacks one says something else, not less."""
    one, records = DOSSIERS[name]
    documents = list(one.documents)
    outcomes = [judged(one, *records).outcome]
    for _ in range(6):
        at = data.draw(st.integers(0, len(documents) - 1))
        names = sorted({field.name for field in documents[at].fields})
        if names:
            gone = data.draw(st.sampled_from(names))
            kept = tuple(field for field in documents[at].fields if field.name != gone)
            documents[at] = replace(documents[at], fields=kept)
        outcomes.append(judged(replace(one, documents=tuple(documents)), *records).outcome)
    assert outcomes == sorted(outcomes, key=lambda outcome: outcome == "on_site")


@every
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_doubting_fields_never_turns_on_site_into_pass(name, data):
    one, records = DOSSIERS[name]
    documents = list(one.documents)
    outcomes = [judged(one, *records).outcome]
    for _ in range(6):
        at = data.draw(st.integers(0, len(documents) - 1))
        names = sorted({field.name for field in documents[at].fields})
        documents[at] = doubted(documents[at], data.draw(st.sampled_from(names)))
        outcomes.append(judged(replace(one, documents=tuple(documents)), *records).outcome)
    assert outcomes == sorted(outcomes, key=lambda outcome: outcome == "on_site")


@every
def test_doubting_every_field_at_once_ends_the_pass(name):
    one, records = DOSSIERS[name]
    documents = tuple(doubted(d, *{field.name for field in d.fields}) for d in one.documents)
    assert judged(replace(one, documents=documents), *records).outcome == "on_site"


@every
@pytest.mark.parametrize(
    "status", [status for status in UploadStatus if status is not UploadStatus.READ]
)
def test_one_unread_upload_ends_the_pass(name, status):
    one, records = DOSSIERS[name]
    uploads = (*one.uploads, upload_of("uploads/XX2024001/坏的.pdf", status))
    assert judged(replace(one, uploads=uploads), *records).outcome == "on_site"


PATENTS = [name for name, (_, records) in DOSSIERS.items() if records]
NEEDED = [name for name in PATENTS if name != "either"]
"""Dossiers whose patents carry the pass."""
DIFFERENT = {
    "patent_type": "design",
    "title": "另一种装置",
    "inventors": ("李强", "赵敏"),
    "patentees": ("另一单位",),
    "application_date": "2019-05-20",
    "grant_date": "2024-01-02",
    "grant_number": "CN119999999B",
    "case_status": "未缴年费终止失效",
    "legal_status": "专利权全部无效",
    "events": (LegalEvent("CF01", "2024-01-05"),),
}
MOMENTS = [None, *(RECEIVED - dt.timedelta(days=days) for days in (100, 20, 2, 1))]


@pytest.mark.parametrize("name", PATENTS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_adding_a_contradicting_record_never_turns_on_site_into_pass(name, data):
    """Whoever brought it, whenever the site was asked, however many are added."""
    one, records = DOSSIERS[name]
    records = list(records)
    outcomes = [judged(one, *records).outcome]
    for _ in range(4):
        base = data.draw(st.sampled_from(records))
        what = data.draw(st.sampled_from(sorted(DIFFERENT)))
        source = data.draw(st.sampled_from(list(RecordSource)))
        owner = one.id if source is RecordSource.APPLICANT else None
        as_of, brought = data.draw(st.sampled_from(MOMENTS)), data.draw(st.sampled_from(MOMENTS))
        other = {what: DIFFERENT[what], "source": source, "applicant": owner}
        records.append(replace(base, **other, as_of=as_of, brought_at=brought))
        outcomes.append(judged(one, *records).outcome)
    assert outcomes == sorted(outcomes, key=lambda outcome: outcome == "on_site")


@pytest.mark.parametrize("name", NEEDED)
@pytest.mark.parametrize("what", sorted(DIFFERENT))
@pytest.mark.parametrize("as_of", [MOMENTS[0], *MOMENTS[3:]])
def test_an_official_record_that_contradicts_and_is_not_earlier_ends_the_pass(name, what, as_of):
    one, records = DOSSIERS[name]
    latest = next(record for record in records if record.as_of == MOMENTS[3])
    other = replace(latest, **{what: DIFFERENT[what]}, as_of=as_of)
    assert judged(one, *records, other).outcome == "on_site"


@pytest.mark.parametrize("name", PATENTS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_lowering_records_never_turns_on_site_into_pass(name, data):
    """A field read with doubt, or a time that nobody knows."""
    one, records = DOSSIERS[name]
    records = list(records)
    outcomes = [judged(one, *records).outcome]
    for _ in range(6):
        at = data.draw(st.integers(0, len(records) - 1))
        field = data.draw(st.sampled_from(["time", "patent_number", "site", *DIFFERENT]))
        lowered_to = (
            {"as_of": None, "brought_at": None}
            if field == "time"
            else {"doubts": (*records[at].doubts, field)}
        )
        records[at] = replace(records[at], **lowered_to)
        outcomes.append(judged(one, *records).outcome)
    assert outcomes == sorted(outcomes, key=lambda outcome: outcome == "on_site")


@pytest.mark.parametrize("name", NEEDED)
@settings(max_examples=30, deadline=None)
@given(days=st.integers(-5, 400))
def test_a_record_that_grows_old_stays_too_old(name, days):
    one, records = DOSSIERS[name]
    asked = RECEIVED - dt.timedelta(days=days)
    newest = [replace(record, as_of=asked) for record in records if record.as_of == MOMENTS[3]]
    limit = NOTICE.thresholds.official_record_days
    outcome = judged(one, *newest).outcome
    assert ("pass" if days <= limit else "on_site") == outcome


@pytest.mark.parametrize("name", NEEDED)
def test_without_its_official_records_nothing_passes_whatever_epo_says(name):
    one, records = DOSSIERS[name]
    epo = [replace(record, source=RecordSource.EPO_OPS) for record in records]
    assert judged(one, *epo).outcome == "on_site"


@every
def test_withdrawing_consent_ends_the_pass(name):
    one, records = DOSSIERS[name]
    for change in ({"unit_opinion": ""}, {"department_opinion": ""}, {"unit_opinion": "不同意"}):
        without = replace(one, application=replace(one.application, **change))
        assert judged(without, *records).outcome == "on_site"


@every
def test_attested_is_never_shown_as_match(name):
    one, findings = found(name)
    verdict = decide(one, findings, NOTICE)
    attested = {f.rule for f in verdict.findings if f.bears and f.result is Result.ATTESTED}
    assert set(verdict.attested_rules) == attested
    everyone = {"G1", "S1", "S2", "S3", "A12", "P2", "P6"}
    level_one = {"H0", "H1", "H2a", "H2c", "H5", "P4"}
    assert everyone <= attested
    assert (level_one <= attested) == (one.application.target_grade == "一级")


def test_what_bears_follows_from_the_declarations_and_not_from_what_lies_there():
    """A needless claim never bears in doubt, whether its papers are there or not."""
    app = application(claims=(AWARD_CLAIM,))
    for papers in ((), (award(),), (award(), decision())):
        verdict = judged(dossier(app, skill(), *papers))
        assert verdict.outcome == "pass"
        assert not any(f.bears for f in verdict.findings if f.claim is not None)


def test_a_needless_claim_that_is_contradicted_bears():
    app = application(claims=(AWARD_CLAIM,))
    verdict = judged(dossier(app, skill(), award(certificate_number="2021087"), decision()))
    assert verdict.outcome == "on_site"


def test_deferral_of_a_waived_appraisal_is_not_provisional():
    app = application(
        **{**NEEDS_EXCEPTION, "appraisals": {2019: "合格"}},
        claims=(AWARD_CLAIM,),
        deferral_promised="是",
    )
    verdict = judged(dossier(app, skill(), award(), decision()))
    assert verdict.outcome == "pass"
    assert not verdict.provisional


@every
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_the_order_of_files_claims_and_records_never_matters(name, data):
    one, records = DOSSIERS[name]
    app = one.application
    shuffled = replace(
        one,
        documents=tuple(data.draw(st.permutations(one.documents))),
        uploads=tuple(data.draw(st.permutations(one.uploads))),
        application=replace(app, claims=tuple(data.draw(st.permutations(app.claims)))),
    )
    other, verdict = judged(shuffled, *data.draw(st.permutations(records))), judged(one, *records)
    assert verdict.findings == other.findings
    assert verdict.outcome == other.outcome
