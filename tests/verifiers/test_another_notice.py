"""A second, invented notice of another city and year: a new file, and no other code."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from evidence.dossiers import Dossier
from evidence.findings import Verdict
from evidence.register import OfficialRecord
from tests.verifiers.builders import (
    AWARD_CLAIM,
    MODEL_ONE,
    MODEL_TWO,
    NEEDS_EXCEPTION,
    application,
    award,
    certificate,
    date,
    decision,
    dossier,
    identity,
    judged,
    patent_claim,
    record,
    result,
    skill,
)
from tests.verifiers.test_patents import models
from verifiers.authorities import load_authorities
from verifiers.cnipa.register import PatentRegister
from verifiers.notices import load_notice, notice_from
from verifiers.verdict import decide
from verifiers.verify import verify

ID = "kaifeng-2025-9"
OTHER = notice_from((Path(__file__).parent / f"notices/{ID}.yaml").read_text("utf-8"), ID)
RECEIVED = dt.datetime(2025, 4, 20, 10, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def under_other(one: Dossier, *records: OfficialRecord) -> Verdict:
    findings = verify(one, PatentRegister(records), load_authorities(), OTHER, RECEIVED)
    return decide(one, findings, OTHER)


def applicant(**changes: object):
    """Regular under the notice of 2025: three years of distinction, a week and two days of 公示."""
    base = {
        "region": "开封市龙亭区",
        "appraisals": {2020: "优秀", 2021: "合格", 2022: "优秀", 2023: "优秀", 2024: "合格"},
        "publicity_start": date("2025-03-20"),
        "publicity_end": date("2025-03-31"),
    }
    return application(**{**base, **changes})


def test_the_notice_of_another_city_judges_by_its_own_dates_and_places():
    one = dossier(applicant(), skill())
    verdict = under_other(one)
    # Its H3 wants evidence, where the notice of 2024 lets the unit sign.
    assert result(verdict, "H3") == "not_checked"
    bearing = {f.rule for f in verdict.findings if f.bears and f.result.order < 3}
    assert {"H3"} == bearing
    assert "unsure" == result(judged(one), "P5") == result(judged(one), "P4")


@pytest.mark.parametrize(
    ("rule", "changes", "ours", "theirs"),
    [
        ("H2a", {"work_start": date("2000-06-01")}, "unsure", "attested"),
        ("H2a", {"work_start": date("2001-06-01")}, "mismatch", "unsure"),
        ("P5", {"region": "兰考县"}, "unsure", "match"),
        ("P5", {"region": "红旗区"}, "match", "unsure"),
        ("S2", {"target_occupation": "汽车驾驶员"}, "attested", "match"),
        ("S2", {"target_occupation": "锅炉工"}, "attested", "unsure"),
        ("H4b", {"party_years": (2024,)}, "attested", "mismatch"),
        ("H4b", {"party_years": (2023, 2024)}, "attested", "attested"),
        ("S3", {"birth": date("1965-03"), "id_number": identity("19650301")}, "attested", "mismatch"),
    ],
)  # fmt: skip
def test_the_same_declaration_under_both(rule, changes, ours, theirs):
    years = {2019: "优秀", 2020: "合格", 2021: "合格", 2022: "优秀", 2023: "合格", 2024: "合格"}
    app = application(**{"appraisals": years, **changes})
    one = dossier(app, skill())
    assert ours == result(judged(one), rule)
    assert theirs == result(under_other(one), rule)


def test_level_two_of_2019_12_is_old_enough_a_year_later():
    app = applicant(certified=date("2020-03-19"), appointed=date("2020-07"))
    assert result(under_other(dossier(app, skill(date="2020-03-19"))), "H2b") == "match"
    assert result(judged(dossier(app, skill(date="2020-03-19"))), "H2b") == "mismatch"


def test_its_list_of_persons_is_not_required():
    claim = replace(AWARD_CLAIM, issuers=("新乡市人民政府",))
    app = applicant(**{**NEEDS_EXCEPTION, "claims": (claim,)})
    one = dossier(app, skill(), award(), decision(named_person=None))
    assert under_other(one).outcome == "pass"
    assert result(judged(one), "A4b", 1) == "unsure"


def test_its_numbers_of_patents_and_ranks():
    claims, papers, records = models(MODEL_ONE, MODEL_TWO)
    app = applicant(**{**NEEDS_EXCEPTION, "claims": tuple(claims)})
    one = dossier(app, skill(), *papers)
    assert result(under_other(one, *records), "H65") == "mismatch"
    assert result(judged(one, *records), "H65") == "match"
    inventors = ["周建民", "王海波", "李志强", "郑国平"]
    app = applicant(**{**NEEDS_EXCEPTION, "claims": (patent_claim(inventor_rank=4),)})
    one = dossier(app, skill(), certificate(inventor=inventors))
    shown = record(inventors=tuple(inventors))
    assert result(under_other(one, shown), "H65", 1) == "mismatch"
    assert result(judged(one, shown), "H65", 1) == "attested"


def test_its_second_grade_may_pass_online():
    app = applicant(
        target_grade="二级", grade="三级", certified=date("2018-06-29"), continuous="是"
    )
    paper = skill(title="机关事业单位工人技术等级证书", grade="高级工", date="2018-06-29")
    assert under_other(dossier(app, paper)).outcome == "pass"
    assert judged(dossier(app, paper)).outcome == "on_site"


def test_the_invented_notice_is_not_one_of_the_products():
    assert load_notice().id == "xinxiang-2024-22"
