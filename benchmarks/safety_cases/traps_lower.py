"""Both sides of the conditions for 五级 to 二级: L5, L4, L3, L2a, L2b, L2c."""

from __future__ import annotations

from benchmarks.safety_cases.candidates import Candidate, declare, repaper
from benchmarks.safety_cases.changes import (
    Change,
    Edit,
    Harm,
    both,
    declared,
    doubtful,
    missing,
    printed,
    words,
)  # fmt: skip
from benchmarks.safety_cases.papers import SKILL
from benchmarks.safety_cases.people import date
from benchmarks.safety_cases.traps_dates import born

DOUBT, NONE, WRONG = Harm.DOUBT, Harm.NONE, Harm.CONTRADICTION
FIFTH, SECOND = words("五级"), words("二级")


def certified(day: str) -> Edit:
    """The certificate of the present grade is of this day, declared and printed."""

    def run(candidate: Candidate) -> Candidate | None:
        made = declare(candidate, certified=date(day))
        return repaper(made, SKILL, date=day) if made else None

    return run


def _by_certificate(grade: str, rule: str, lower: str) -> tuple[Change, ...]:
    """The first leg of 四级 and 三级, whose other leg fails."""
    who = words(f"{grade} leg_one")
    return (
        *(
            Change(rule, f"{lower} passed on {day}", certified(day), harm, who)
            for day, harm in (
                ("2019-10-01", WRONG), ("2020-06-30", WRONG), ("2019", DOUBT), ("2020", WRONG),
            )
        ),
        Change(rule, "no certificate", missing(SKILL), DOUBT, who),
        Change(rule, "certificate of another person", printed(SKILL, name="贺文涛"), WRONG, who,
               also=words("P2")),
        Change(rule, "certificate of another occupation", printed(SKILL, occupation="保育员"), WRONG, who),
        Change(rule, "certificate of an unknown grade", printed(SKILL, grade="普通工"), DOUBT, who),
        Change(rule, "certificate date doubtful", doubtful(SKILL, "date"), DOUBT, who),
        Change(rule, "certificate name doubtful", doubtful(SKILL, "name"), DOUBT, who, also=words("P2")),
        Change(rule, "certificate without date", printed(SKILL, date=None), DOUBT, who),
    )  # fmt: skip


def _by_years(grade: str, rule: str, days: tuple[tuple[str, Harm], ...]) -> tuple[Change, ...]:
    """The second leg of 四级 and 三级, without any certificate."""
    who = words(f"{grade} leg_two")
    return (
        *(
            Change(rule, f"at work since {day}", declared(work_start=date(day)), harm, who)
            for day, harm in days
        ),
        Change(rule, "start of work blank", declared(work_start=None), DOUBT, who),
    )


TRAPS = (
    *(
        Change("L5", f"confirmed {day}", declared(confirmed=date(day)), harm, FIFTH)
        for day, harm in (
            ("2024-10-01", WRONG), ("2024-10", WRONG), ("2025", WRONG), ("2024", DOUBT),
        )
    ),
    Change("L5", "confirmation blank", declared(confirmed=None), DOUBT, FIFTH),
    *_by_certificate("四级", "L4", "初级工"),
    *_by_certificate("三级", "L3", "中级工"),
    *_by_years("四级", "L4", (("2016-01-01", WRONG), ("2016", WRONG), ("2018-07", WRONG))),
    *_by_years("三级", "L3", (("2008-01-01", WRONG), ("2008", WRONG), ("2012-07", WRONG))),
    *(
        Change("L2b", f"高级工 passed on {day}", certified(day), harm, SECOND)
        for day, harm in (
            ("2019-03-21", DOUBT), ("2019-12-31", DOUBT), ("2019-03", DOUBT),
            ("2020-01-01", WRONG), ("2021-11", WRONG),
        )
    ),
    Change("L2b", "no certificate", missing(SKILL), DOUBT, SECOND),
    Change("L2b", "the grade was not held without a break", declared(continuous="否"), WRONG, SECOND),
    Change("L2b", "continuity blank", declared(continuous=""), DOUBT, SECOND),
    Change("L2b", "certificate of another person", printed(SKILL, name="贺文涛"), WRONG, SECOND,
           also=words("P2")),
    Change("L2b", "certificate of 中级工", printed(SKILL, grade="中级工"), WRONG, SECOND),
    Change("L2c", "初中, too young", declared(education="初中"), WRONG, SECOND),
    Change("L2c", "初中 at 50 or 45: a person judges the skill",
           both(born("1974-12-31"), declared(education="初中")), DOUBT, words("二级")),
    Change("L2c", "小学", declared(education="小学"), WRONG, SECOND),
    Change("L2c", "schooling blank", declared(education=""), DOUBT, SECOND),
    Change("L2c", "schooling unknown", declared(education="其他"), DOUBT, SECOND),
)  # fmt: skip
"""Each breaks one rule."""

PERMITTED = (
    *(
        Change("L5", f"confirmed {day}", declared(confirmed=date(day)), NONE, FIFTH)
        for day in ("2024-09-30", "2024-09", "2023", "2021-07-01")
    ),
    *(
        Change(rule, f"passed on {day}", certified(day), NONE, words(f"{grade} leg_one"))
        for grade, rule in (("四级", "L4"), ("三级", "L3"))
        for day in ("2019-09-30", "2019-09", "2018", "2016-05-04")
    ),
    *(
        Change("L4", f"at work since {day}", declared(work_start=date(day)), NONE, words("四级 leg_two"))
        for day in ("2015-12-31", "2015-12", "2015")
    ),
    *(
        Change("L3", f"at work since {day}", declared(work_start=date(day)), NONE, words("三级 leg_two"))
        for day in ("2007-12-31", "2007-12", "2007")
    ),
)  # fmt: skip
"""Each stays on the right side of a boundary."""
