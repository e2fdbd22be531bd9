"""A1: whether awards and patents came after the level-two certificate."""

from __future__ import annotations

from collections.abc import Iterator

from tests.verifiers.builders import award, certificate, date, decision, doubted, skill
from tests.verifiers.explained.case import Case, awarded, patented


def cases() -> Iterator[Case]:
    """Before, after, on the day, and not told."""
    yield awarded("在其后", "A1")
    yield awarded("没有证书", "A1", missing="certificate")
    yield awarded("没有证书未填日期", "A1", missing="certificate", claim={"date": None})
    yield awarded("没有二级证书", "A1", missing="skill")
    yield awarded("材料无日期", "A1", certificate=award(date=None), document=decision(date=None))
    yield _dated("早于二级证书", "2014-11-18", "2014-11-18")
    yield _dated("晚于收件日", "2024-04-13", "2024-04-13")
    yield _dated("与二级证书同日", "2015-12-28", "2015-12-28")
    yield _dated("文件早于二级证书", "2021-11-18", "2014-01-05")
    yield _dated("文件与二级证书同月", "2021-11-18", "2015-12")
    yield awarded("二级证书日期存疑", "A1", level_two=doubted(skill(), "date"))
    older = doubted(decision(date="2014-01-05"), "date")
    yield awarded("文件日期存疑且早", "A1", document=older)
    upheld = doubted(award(), "date")
    yield awarded("证书日期存疑文件可证", "A1", certificate=upheld)
    yield patented("专利在其后", "A1")
    yield patented("没有专利证书", "A1", missing="certificate")
    yield patented("专利早于二级证书", "A1", level_two=skill(date="2022-01-10"))
    yield patented("申请早授权晚", "A1", level_two=skill(date="2021-01-10"))
    yield patented("申请日与二级证书同日", "A1", level_two=skill(date="2020-05-20"))
    yield patented("申请日存疑", "A1", paper=doubted(certificate(), "application_date"))
    yield patented("授权日存疑", "A1", paper=doubted(certificate(), "grant_date"))
    yield patented("专利无授权日", "A1", paper=certificate(grant_date=None))
    yield patented("专利无申请日", "A1", paper=certificate(application_date=None))


def _dated(name: str, awarded_on: str, decided: str) -> Case:
    return awarded(
        name,
        "A1",
        claim={"date": date(awarded_on)},
        certificate=award(date=awarded_on),
        document=decision(date=decided),
    )
