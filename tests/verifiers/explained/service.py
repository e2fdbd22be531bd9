"""H2a, H2c: years of service, and appointment to level two."""

from __future__ import annotations

from collections.abc import Iterator

from tests.verifiers.builders import date
from tests.verifiers.explained.case import Case, declared


def cases() -> Iterator[Case]:
    """Boundaries of 25 years, and what may be wrong with an appointment."""
    yield declared("1994年参加工作", "H2a")
    yield declared("2000年参加工作", "H2a", work_start=date("2000-07"))
    yield declared("2001年参加工作", "H2a", work_start=date("2001-01"))
    yield declared("参加工作时间空白", "H2a", work_start=None)
    yield declared("参加工作时间不能识别", "H2a", work_start=None, raw={"参加工作时间": "九四年"})
    yield declared("8岁参加工作", "H2a", work_start=date("1982-09"))
    yield declared("已聘任", "H2c")
    yield declared("现等级空白", "H2c", grade="")
    yield declared("现等级三级", "H2c", grade="三级")
    yield declared("聘任时间空白", "H2c", appointed=None)
    yield declared("聘任时间不能识别", "H2c", appointed=None, raw={"现等级聘任时间": "2016夏"})
    yield declared("聘任晚于收件", "H2c", appointed=date("2024-12"))
    yield declared("聘任早于证书", "H2c", appointed=date("2014-07"))
