"""P4, P5, P6: publicity, who reviews, and whether the application came in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from tests.verifiers.builders import RECEIVED, award, date, decision
from tests.verifiers.explained.case import Case, awarded, declared


def cases() -> Iterator[Case]:
    """Days on both sides of each deadline."""
    yield _published("公示5个工作日", "2024-03-22", "2024-03-29")
    yield _published("计入首日才满", "2024-03-25", "2024-03-29")
    yield _published("公示不足", "2024-03-25", "2024-03-28")
    yield _published("公示只到月", "2024-03", "2024-03-29")
    yield _published("公示颠倒", "2024-03-29", "2024-03-22")
    yield _published("公示在前年", "2022-03-22", "2022-03-29")
    yield _published("年份没有工作日历", "2099-03-22", "2099-03-29", issued=dt.date(2099, 3, 15))
    yield _published("公示未结束", "2024-04-08", "2024-04-16")
    yield _published("公示不足又未结束", "2024-04-11", "2024-04-16")
    yield replace(_published("没有收件日期", "2024-03-22", "2024-03-29"), received=None)
    yield declared(
        "公示在通知之前", "P4", publicity_start=date("2024-03-01"), publicity_end=date("2024-03-14")
    )
    yield declared("公示日期空白", "P4", publicity_start=None, publicity_end=None)
    yield declared(
        "公示日期不能识别",
        "P4",
        publicity_start=None,
        raw={"公示开始": "三月下旬", "公示结束": "2024-03-29"},
    )
    yield _dated("材料晚于公示", "2024-04-03")
    yield _dated("材料在公示期间", "2024-03-28")
    yield declared("市直", "P5")
    yield declared("县直", "P5", region="新乡市原阳县直")
    yield declared("省直", "P5", region="省直")
    yield declared("外地", "P5", region="开封市")
    yield declared("地区空白", "P5", region="")
    yield declared("按时收件", "P6")
    yield declared("按时提交", "P6", submitted=dt.datetime(2024, 4, 5, 23, 59))
    yield declared("提交已迟", "P6", submitted=dt.datetime(2024, 4, 6, 0, 1))
    yield declared("提交过早", "P6", submitted=dt.datetime(2024, 3, 20, 9, 0))
    utc = dt.datetime(2024, 4, 14, 17, tzinfo=dt.UTC)
    yield replace(declared("收件在北京时间次日", "P6"), received=utc)
    yield replace(declared("批次没有收件时间", "P6"), received=None)
    yield replace(declared("批次收件已迟", "P6"), received=RECEIVED + dt.timedelta(days=20))
    late = declared("提交和收件均迟", "P6", submitted=dt.datetime(2024, 4, 6, 0, 1))
    yield replace(late, received=RECEIVED + dt.timedelta(days=20))


def _published(name: str, start: str, end: str, issued: dt.date | None = None) -> Case:
    one = declared(name, "P4", publicity_start=date(start), publicity_end=date(end))
    return replace(one, notice=replace(one.notice, issued=issued)) if issued else one


def _dated(name: str, day: str) -> Case:
    """An award whose papers are of that day."""
    papers = award(date=day), decision(date=day)
    return awarded(
        name, "A2a", claim={"date": date(day)}, certificate=papers[0], document=papers[1]
    )
