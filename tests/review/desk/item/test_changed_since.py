import json
from dataclasses import replace

import pytest

from evidence.findings import Comparison, Result
from review.desk.item.changed_since import changes_since
from review.desk.models.items import Kind
from review.desk.publishing.wanted import DECLARED, evidence_of, fingerprint
from tests.review.desk.cases import case, finding


def seen(*findings, sha="a" * 64):
    """Findings as a decision keeps them: through JSON."""
    return json.loads(json.dumps(present(*findings, sha=sha)))


def present(*findings, sha="a" * 64):
    return evidence_of(case("XX001", findings, sha=sha), Kind.CLAIM, 1)


def told(changes):
    return [(one.rule, one.values, one.result_changed) for one in changes]


def test_equal_evidence_gives_no_change():
    one = finding("XX001")
    assert [] == changes_since(seen(one), present(one))


def test_a_value_that_was_read_otherwise_is_named():
    before, now = finding("XX001"), finding("XX001", found="新乡市卫滨区人民政府")
    (change,) = changes_since(seen(before), present(now))
    assert ("A3a", ("found",), False) == (change.rule, change.values, change.result_changed)
    assert ("新乡市红旗区人民政府", "新乡市卫滨区人民政府") == (
        change.before["found"],
        change.now["found"],
    )


def test_another_result_is_a_change():
    before = finding("XX001")
    now = finding("XX001", result=Result.MATCH, found="新乡市人民政府")
    assert [("A3a", ("found",), True)] == told(changes_since(seen(before), present(now)))


def test_replaced_bytes_are_a_change_though_every_value_is_the_same():
    one = finding("XX001")
    (change,) = changes_since(seen(one), present(one, sha="b" * 64))
    assert (("uploads/XX001/奖状.jpg",), ()) == (change.new_files, change.gone_files)
    assert () == change.values


def test_a_file_that_is_no_longer_pointed_at_is_named():
    (change,) = changes_since(seen(finding("XX001")), present(finding("XX001", where=())))
    assert ((), ("uploads/XX001/奖状.jpg",)) == (change.new_files, change.gone_files)


def test_findings_that_came_and_went_are_told_apart():
    changes = changes_since(
        seen(finding("XX001"), finding("XX001", rule="A4b")),
        present(finding("XX001"), finding("XX001", rule="A9")),
    )
    assert [("A4b", True, False), ("A9", False, True)] == [
        (one.rule, one.before is not None, one.now is not None) for one in changes
    ]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_findings_of_one_rule_the_equal_one_is_no_change(order):
    pair = [finding("XX001", found="甲单位"), finding("XX001", found="乙单位")]
    now = [finding("XX001", found="乙单位"), finding("XX001", found="丙单位")]
    (change,) = changes_since(seen(*pair), present(*(now[one] for one in order)))
    assert ("甲单位", "丙单位") == (change.before["found"], change.now["found"])


def test_another_comparison_of_the_same_rule_that_fails_now_is_a_change():
    """Though the one that is shown stays the same: nobody saw the new one."""
    shown = Comparison("A4b.title", Result.MISMATCH, "先进个人", "优秀个人")
    number = Comparison("A4b.certificate", Result.MISMATCH, "9999999", "2021086")
    before = finding("XX001", rule="A4b", declared="先进个人", found="优秀个人", open=(shown,))
    now = replace(before, open=(shown, number))
    assert fingerprint(present(before)) != fingerprint(present(now))
    (change,) = changes_since(seen(before), present(now))
    assert ((), (("9999999", "2021086"),), ()) == (change.values, change.opened, change.settled)


def test_another_day_that_the_notice_asks_for_is_a_change_where_it_is_not_met():
    """A doubt that was accepted is not accepted for whatever else the notice asks."""
    shown = Comparison("A4b.title", Result.MISMATCH, "先进个人", "优秀个人")
    day = Comparison("A9.early", Result.UNSURE, "2018-12-31", "2018-12-31", "2019-01-01")
    before = finding("XX001", declared="先进个人", found="优秀个人", open=(shown, day))
    now = replace(before, open=(shown, replace(day, required="2020-01-01")))
    assert fingerprint(present(before)) != fingerprint(present(now))
    (change,) = changes_since(seen(before), present(now))
    assert ((("2018-12-31", "2018-12-31"),), ()) == (change.opened, change.settled)


def declared(**values):
    """The evidence of the claim, with something of the application or of its claim changed."""
    one = case("XX001")
    application = one.dossier.application
    claim = replace(application.claims[0], **values.pop("claim", {}))
    dossier = replace(one.dossier, application=replace(application, claims=(claim,), **values))
    return evidence_of(replace(one, dossier=dossier), Kind.CLAIM, 1)


@pytest.mark.parametrize(
    "values",
    [
        {"claim": {"certificate_number": "7777777"}},
        {"name": "李四"},
        {"id_number": "410702197801011242"},
    ],
)
def test_another_declaration_is_other_evidence(values):
    """A decision about one person's claim is none about another's."""
    assert fingerprint(declared()) != fingerprint(declared(**values))
    assert [DECLARED] == [one.rule for one in changes_since(declared(), declared(**values))]


def test_who_checked_a_claim_at_the_unit_is_no_evidence():
    assert declared() == declared(claim={"reviewer": "王", "raw": {"备注": "已电话核对"}})


def test_the_identity_number_is_not_kept_beside_decisions():
    assert "410702197801011234" not in json.dumps(declared())
