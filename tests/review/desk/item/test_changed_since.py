import json

import pytest

from evidence.findings import Result
from review.desk.item.changed_since import changes_since
from review.desk.publishing.wanted import reduced
from tests.review.desk.cases import case, finding


def seen(*findings, sha="a" * 64):
    """Findings as a decision keeps them: through JSON."""
    return json.loads(json.dumps(reduced(findings, case("XX001", findings, sha=sha))))


def present(*findings, sha="a" * 64):
    return reduced(findings, case("XX001", findings, sha=sha))


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
