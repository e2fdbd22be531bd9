"""The dates, counts and ages that a notice sets for a rule, in words.

Why each was chosen stands beside it in the notice's file.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from verifiers.notices.notice import Notice

Words = tuple[str, str]


def bounds_of(rule: str, notice: Notice) -> list[Words]:
    """What the notice sets for that rule, Chinese and English; empty where it sets nothing."""
    said = _BOUNDS.get(rule)
    return said(notice) if said else []


def _until(what: Words, certain: date, possible: date) -> list[Words]:
    return [
        (f"{what[0]}不晚于{certain}：满足", f"{what[1]} by {certain}: enough"),
        (
            f"{what[0]}在此之后、不晚于{possible}：取决于算法，由人判断",
            f"{what[1]} after that and by {possible}: depends on the reading, for a person",
        ),
        (f"{what[0]}晚于{possible}：不满足", f"{what[1]} after {possible}: not enough"),
    ]


def _retirement(notice: Notice) -> list[Words]:
    t = notice.thresholds
    return [
        (
            (
                f"以{t.retirement_on}为准：男{t.retirement_men}周岁，女{t.retirement_women}周岁；"
                f"女{t.retirement_women_workers}周岁起由人判断"
            ),
            (
                f"on {t.retirement_on}: men {t.retirement_men}, women {t.retirement_women}; "
                f"women from {t.retirement_women_workers} are for a person"
            ),
        )
    ]


def _schooling(notice: Notice) -> list[Words]:
    t = notice.thresholds
    men, women, on = t.lower_schooling_men, t.lower_schooling_women, t.lower_schooling_on
    return [
        (
            f"可放宽到初中的年龄：男{men}、女{women}周岁，算到{on}",
            f"初中 is enough from the age of {men} (men), {women} (women) on {on}",
        )
    ]


def _lower(grade: str) -> Callable[[Notice], list[Words]]:
    def said(notice: Notice) -> list[Words]:
        if grade not in notice.lower_grades:
            return []
        asked = notice.lower_grades[grade]
        return [
            (
                f"{asked.below}证书不晚于{asked.certified_by}，或参加工作时间不晚于{asked.working_by}",
                f"certificate of {asked.below} by {asked.certified_by}, or work by {asked.working_by}",
            )
        ]

    return said


def _registration(notice: Notice) -> list[Words]:
    days = notice.registration
    return [
        (
            f"报名{days.opens}至{days.closes}（24时止）；审查至{days.reviewed_until}",
            (
                f"registration {days.opens} to the end of {days.closes}; "
                f"review until {days.reviewed_until}"
            ),
        )
    ]


def _award(notice: Notice) -> list[Words]:
    t = notice.thresholds
    named = ("须", "must") if t.named_person_required else ("不须", "need not")
    return [
        (
            f"证书与表彰文件日期相差不超过{t.award_days_apart}天；文件名单中{named[0]}有申报人",
            (
                f"certificate and document at most {t.award_days_apart} days apart; "
                f"the document {named[1]} name the applicant"
            ),
        )
    ]


def _patents(notice: Notice) -> list[Words]:
    t = notice.thresholds
    return [
        (
            f"发明{t.inventions}项或实用新型{t.utility_models}项，名次前{t.last_inventor_rank}",
            (
                f"{t.inventions} inventions or {t.utility_models} utility models, "
                f"within the first {t.last_inventor_rank}"
            ),
        )
    ]


def _official(notice: Notice) -> list[Words]:
    t = notice.thresholds
    status = (
        ("官方结果须显示专利现行状态", "the official result must show the status")
        if t.patent_status_required
        else ("官方结果可以不显示专利状态", "the official result need not show the status")
    )
    undated = (
        ("不显示检索时间的由人判断", "one without a time is for a person")
        if t.official_record_time_required
        else (
            "不显示检索时间的不因此转人工",
            "one without a time is not for a person for that alone",
        )
    )
    age = (
        f"官方结果的检索时间早于收件日不超过{t.official_record_days}天；{undated[0]}",
        f"the official result at most {t.official_record_days} days older than the batch; {undated[1]}",
    )
    confirmed = (
        ("申报人打印件经欧洲专利局数据印证的可以作准", "a printout that EPO data confirm may carry")
        if notice.printout_confirmed_by
        else (
            "申报人打印件不因欧洲专利局数据一致而作准",
            "EPO data that agree do not make a printout carry",
        )
    )
    return [status, age, confirmed]


def _years(years: tuple[int, ...]) -> str:
    return "、".join(map(str, years))


_BOUNDS: dict[str, Callable[[Notice], list[Words]]] = {
    "S0": lambda n: [("、".join(n.target_grades), ", ".join(n.target_grades))],
    "S3": _retirement,
    "L5": lambda n: [
        (
            f"转正定级时间不晚于{n.thresholds.confirmed_by}",
            f"confirmed by {n.thresholds.confirmed_by}",
        )
    ],
    "L4": _lower("四级"),
    "L3": _lower("三级"),
    "L2b": lambda n: _until(
        ("三级证书日期", "certificate of 三级"),
        n.thresholds.level_three_certain,
        n.thresholds.level_three_possible,
    ),
    "L2c": _schooling,
    "H2a": lambda n: _until(
        ("参加工作时间", "start of work"),
        n.thresholds.service_start_certain,
        n.thresholds.service_start_possible,
    ),
    "H2b": lambda n: _until(
        ("二级证书日期", "certificate of 二级"),
        n.thresholds.level_two_certain,
        n.thresholds.level_two_possible,
    ),
    "H4a": lambda n: [
        (
            f"{_years(n.thresholds.appraisal_years)}年度",
            f"years: {_years(n.thresholds.appraisal_years)}",
        )
    ],
    "H4b": lambda n: [
        (f"不少于{n.thresholds.excellent_years}年", f"at least {n.thresholds.excellent_years}")
    ],
    "P14": lambda n: [
        (
            f"可以容缺（先承诺、后补齐）的年度：{_years(n.thresholds.deferrable_years)}",
            f"years that may be promised: {_years(n.thresholds.deferrable_years)}",
        )
    ],
    "H64": lambda n: [
        (f"第{n.thresholds.last_award_rank}名（等）以上", f"rank {n.thresholds.last_award_rank}")
    ],
    "H65": _patents,
    "A4b": _award,
    "A9": _official,
    "P6": _registration,
    "P4": lambda n: [
        (
            f"不少于{n.thresholds.publicity_working_days}个工作日，首日不计",
            f"at least {n.thresholds.publicity_working_days} working days without the first",
        )
    ],
}
