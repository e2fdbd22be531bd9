"""Genuine applicants who claim nothing: 一级 by the conditions alone, and 五级 to 三级."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from random import Random
from typing import Any

from benchmarks.safety_cases.candidates import Candidate
from benchmarks.safety_cases.papers import SKILL, paper
from benchmarks.safety_cases.people import YEARS, applicant, date, identity
from evidence.applications import Application
from evidence.dates import PartialDate
from evidence.documents import Document, DocumentKind

LEVELS = {
    # grade: the words on the certificate
    "二级": ("技师", "机关事业单位工人技师资格证书"),
    "三级": ("高级工", "机关事业单位工人技术等级岗位证书"),
    "四级": ("中级工", "机关事业单位工人技术等级岗位证书"),
    "五级": ("初级工", "机关事业单位工人技术等级岗位证书"),
}


def skill_certificate(application: Application, grade: str, day: str, serial: int) -> Document:
    """The certificate of a grade in the applicant's name and occupation."""
    words, title = LEVELS[grade]
    return paper(
        application.id,
        SKILL,
        DocumentKind.SKILL_CERTIFICATE,
        {
            "title": title,
            "name": application.name,
            "occupation": application.occupation,
            "grade": words,
            "certificate_number": f"豫{words}{day[:4]}{serial:06d}",
            "date": day,
            "issuer": "河南省人力资源和社会保障厅",
        },
    )


def first_grade(
    rng: Random, number: str, *traits: str, sex: str = "男", **changes: Any
) -> Candidate:
    """A 一级 applicant with the 二级 certificate and nothing else."""
    made = applicant(rng, number, sex, **changes)
    if made.certified is None:
        raise ValueError("a 一级 applicant has a 二级 certificate")
    certificate = skill_certificate(made, "二级", made.certified.iso, rng.randrange(1, 999999))
    kinds = frozenset({"一级", "man" if sex == "男" else "woman", *traits})
    return Candidate(number, kinds, made, {SKILL: certificate})


def regular(rng: Random, number: str) -> Candidate:
    """Meets every condition by 优秀 years."""
    return first_grade(rng, number, "regular")


def regular_woman(rng: Random, number: str) -> Candidate:
    """The same, below the age at which a woman may have retired."""
    return first_grade(rng, number, "regular", sex="女")


def party_member(rng: Random, number: str) -> Candidate:
    """One year 优秀 and another as 优秀共产党员."""
    one, other = rng.sample(YEARS, 2)
    return first_grade(
        rng,
        number,
        "regular",
        "party",
        appraisals={year: "优秀" if year == one else "合格" for year in YEARS},
        party_years=(other,),
    )


def deferred(rng: Random, number: str) -> Candidate:
    """容缺: the 2023 appraisal is promised and the other four suffice."""
    results = dict(zip(YEARS[:4], rng.choice(("优优合合", "合优合优", "合合优优")), strict=True))
    words = {"优": "优秀", "合": "合格"}
    return first_grade(
        rng,
        number,
        "regular",
        "deferred",
        appraisals={**{year: words[one] for year, one in results.items()}, 2023: ""},
        deferral_promised="是",
    )


def _younger(
    rng: Random, number: str, grade: str, now: str, *traits: str, **changes: Any
) -> Candidate:
    born = dt.date(rng.randrange(1986, 1994), rng.randrange(1, 13), rng.randrange(1, 28))
    sex = rng.choice("男女")
    made = applicant(
        rng,
        number,
        sex,
        id_number=identity("410702", born, rng.randrange(2, 900), sex),
        birth=PartialDate(born.year, born.month),
        grade=now,
        target_grade=grade,
        continuous="是",
        **changes,
    )
    record = paper(
        number,
        "考核登记表.pdf",
        DocumentKind.APPRAISAL_RECORD,
        {"name": made.name, "date": "2023", "result": "合格", "issuer": made.employer},
    )
    return Candidate(number, frozenset({grade, *traits}), made, {"考核登记表.pdf": record})


def _certified(rng: Random, candidate: Candidate, grade: str, day: str) -> Candidate:
    if candidate.application is None:
        raise ValueError("a certificate needs a person")
    made = skill_certificate(candidate.application, grade, day, rng.randrange(1, 999999))
    return replace(candidate, papers={**candidate.papers, SKILL: made})


def fifth(rng: Random, number: str) -> Candidate:
    """五级: 转正定级 before the end of September 2024."""
    return _younger(
        rng,
        number,
        "五级",
        "",
        work_start=date("2022-07-01"),
        certified=None,
        appointed=None,
        confirmed=date(rng.choice(("2023-07-01", "2024-09-30", "2024-09"))),
    )


def fourth_by_certificate(rng: Random, number: str) -> Candidate:
    """四级: 初级工 passed by 2019-09-30; at work too late for the other leg."""
    day = rng.choice(("2018-11-20", "2019-09-30", "2019-05-06"))
    made = _younger(
        rng, number, "四级", "五级", "leg_one", work_start=date("2016-03-01"),
        certified=date(day), appointed=date("2019-10"),
    )  # fmt: skip
    return _certified(rng, made, "五级", day)


def fourth_by_years(rng: Random, number: str) -> Candidate:
    """四级: at work by 2015-12-31; no certificate needed."""
    return _younger(
        rng, number, "四级", "五级", "leg_two", work_start=date(rng.choice(("2014-08", "2015-12-31"))),
        certified=date("2021-11-20"), appointed=date("2021-12"),
    )  # fmt: skip


def third_by_certificate(rng: Random, number: str) -> Candidate:
    """三级: 中级工 passed by 2019-09-30; at work too late for the other leg."""
    day = rng.choice(("2018-11-20", "2019-09-30", "2017-06-01"))
    made = _younger(
        rng, number, "三级", "四级", "leg_one", work_start=date("2010-03-01"),
        certified=date(day), appointed=date("2019-10"),
    )  # fmt: skip
    return _certified(rng, made, "四级", day)


def third_by_years(rng: Random, number: str) -> Candidate:
    """三级: at work by 2007-12-31; no certificate needed."""
    return _younger(
        rng, number, "三级", "四级", "leg_two", work_start=date(rng.choice(("2006-08", "2007-12-31"))),
        certified=date("2021-11-20"), appointed=date("2021-12"),
    )  # fmt: skip


def second(rng: Random, number: str) -> Candidate:
    """二级: everything in order but L2a, which only a person can judge; never passes online."""
    day = rng.choice(("2016-11-20", "2019-03-20", "2017-06-01"))
    made = _younger(
        rng, number, "二级", "三级", "never", work_start=date("2008-03-01"),
        certified=date(day), appointed=date("2019-03"), education="高中",
    )  # fmt: skip
    return _certified(rng, made, "三级", day)
