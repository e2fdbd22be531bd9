"""Traps in who the applicant is, and in what unit, department and form say: S0–S2, G1, A12, P2, W1, E1, A13."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.safety_cases.candidates import Candidate
from benchmarks.safety_cases.changes import Change, Harm, declared, printed, words
from benchmarks.safety_cases.papers import SKILL
from evidence.dates import PartialDate

DOUBT = Harm.DOUBT
FIRST = words("一级")


def _wrong_check(candidate: Candidate) -> Candidate | None:
    def wrong(number: str) -> str:
        return number[:-1] + ("5" if number[-1] != "5" else "6")

    return _with_identity(candidate, wrong)


def _swapped(candidate: Candidate) -> Candidate | None:
    def swap(number: str) -> str:
        if number[15] == number[14]:
            return number[:14] + str((int(number[14]) + 1) % 10) + number[15:]
        return number[:14] + number[15] + number[14] + number[16:]

    return _with_identity(candidate, swap)


def _fifteen(candidate: Candidate) -> Candidate | None:
    return _with_identity(candidate, lambda number: number[:6] + number[8:17])


def _with_identity(candidate: Candidate, change: object) -> Candidate | None:
    if candidate.application is None or not callable(change):
        return None
    number = candidate.application.id_number
    if len(number) != 18:
        return None
    return replace(candidate, application=replace(candidate.application, id_number=change(number)))


def _other_birth(candidate: Candidate) -> Candidate | None:
    application = candidate.application
    if application is None or application.birth is None or application.birth.month is None:
        return None
    born = PartialDate(application.birth.year, application.birth.month % 12 + 1)
    return replace(candidate, application=replace(application, birth=born))


def _other_sex(candidate: Candidate) -> Candidate | None:
    if candidate.application is None:
        return None
    sex = "女" if candidate.application.sex == "男" else "男"
    return replace(candidate, application=replace(candidate.application, sex=sex))


def _nobody(candidate: Candidate) -> Candidate | None:
    return replace(candidate, application=None)


def _occupation_changed(candidate: Candidate) -> Candidate | None:
    if candidate.application is None:
        return None
    return replace(
        candidate, application=replace(candidate.application, target_occupation="电子计算机操作员")
    )


TRAPS = (
    Change("P3", "nothing declared", _nobody, DOUBT, alone=True),
    Change("S0", "target grade blank", declared(target_grade=""), DOUBT, alone=True),
    Change("S0", "target grade unknown", declared(target_grade="特级"), DOUBT, alone=True),
    *(
        Change("S1", f"category {category}", declared(category=category))
        for category in ("公务员", "管理岗", "管理人员", "参公管理人员", "退休人员", "临时工")
    ),
    Change("S1", "category 专业技术人员", declared(category="专业技术人员"), also=words("A13")),
    *(
        Change("S1", f"category {category}", declared(category=category), DOUBT)
        for category in (
            "借调", "改制单位人员", "劳务派遣", "内退", "离岗创业", "长期病休", "其他", "待核实", "志愿者",
        )
    ),
    Change("S2", "target occupation blank", declared(target_occupation=""), DOUBT, also=words("S1 W1"), masks=words("W1")),
    Change("W1", "changed occupation", _occupation_changed, DOUBT),
    Change("W1", "former occupation differs", declared(former_occupation="泵站机电设备维修工"), DOUBT),
    *(
        Change("E1", f"category {category}", declared(category=category), DOUBT, also=words("S1"))
        for category in ("一线工勤技能人员", "援鄂医疗队工勤人员", "抗疫表彰工勤人员", "疫情防控工勤人员")
    ),
    Change("A13", "category 专业技术人才", declared(category="专业技术人才"), DOUBT, FIRST, also=words("S1")),
    Change("A12", "barred", declared(barred="是")),
    Change("A12", "bar left blank", declared(barred=""), DOUBT),
    Change("G1", "unit refuses", declared(unit_opinion="不同意"), also=words("H0")),
    Change("G1", "unit says nothing", declared(unit_opinion=""), DOUBT, also=words("H0")),
    Change("G1", "department refuses", declared(department_opinion="不同意")),
    Change("G1", "department says nothing", declared(department_opinion=""), DOUBT),
    Change("P2", "identity number with a wrong check digit", _wrong_check),
    Change("P2", "identity number with two digits swapped", _swapped),
    Change("P2", "identity number of 15 digits", _fifteen),
    Change("P2", "identity number blank", declared(id_number=""), DOUBT),
    Change("P2", "identity number masked", declared(id_number="410702********151X"), DOUBT),
    Change("P2", "birth differs from the identity number", _other_birth),
    Change("P2", "sex differs from the identity number", _other_sex, also=words("S3")),
    Change("P2", "name blank", declared(name=""), DOUBT, FIRST, also=words("H2b A4b H65")),
    Change("P2", "skill certificate of another person", printed(SKILL, name="贺文涛"),
           wants=FIRST, also=words("H2b")),
    Change("P2", "skill certificate one character off the name", printed(SKILL, name="贾国乎"),
           wants=FIRST, also=words("H2b")),
)  # fmt: skip
"""Each breaks one rule."""
