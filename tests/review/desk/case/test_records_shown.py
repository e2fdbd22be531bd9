"""What the desk shows of an official record."""

from __future__ import annotations

from evidence.register import LegalEvent
from review.desk.case.records_shown import record_values
from tests.review.desk.case.records import record


def test_events_and_what_was_read_with_doubt_are_shown():
    """A reviewer sees why a record decides nothing."""
    told = record(
        legal_status="授权",
        events=(
            LegalEvent("GR01", "2021-11-09", "授权"),
            LegalEvent("CF01", "2023-05-19"),
            LegalEvent("IW01", "", "专利权全部无效"),
        ),
        doubts=("site", "as_of", "events"),
    )
    shown = dict(record_values(told))
    assert "2021-11-09 授权；2023-05-19 CF01；日期未读出 专利权全部无效" == shown["事务"]
    assert "网站；查询时间；事务" == shown["读取存疑"]


def test_what_a_record_does_not_say_is_left_out():
    assert ["专利名称", "类型", "发明人"] == [name for name, _ in record_values(record())]
