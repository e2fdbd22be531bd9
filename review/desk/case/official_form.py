"""The form of an official result: what CNIPA's site showed, checked value by value."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from evidence.dates import parse_date
from evidence.errors import NormalFormError, UploadError
from evidence.patent_numbers import (
    PatentType,
    check_digit,
    parse_grant_number,
    parse_patent_number,
)
from evidence.places import Place
from evidence.register import OfficialRecord, RecordSource
from review.desk.case.screenshots import MOST_BYTES, Screenshot, checked_screenshot
from review.desk.templatetags.desk import say
from review.rosters.official_sites import SITES
from review.rosters.wording import PATENT_TYPE_WORDS

LEGAL_STATUS = ("授权", "有效", "失效", "专利权终止", "无效宣告", "审中")
CASE_STATUS = (
    "专利权维持", "等年费滞纳金", "未缴年费终止失效", "届满终止失效", "无效宣告失效",
    "放弃专利权", "等待颁证公告", "驳回失效",
)  # fmt: skip
"""The sites' usual words, offered and not demanded."""
_LONGEST = 300
_MOST_NAMES = 100


class OfficialForm(forms.Form):
    """What the site showed; what it did not show is left empty.

    `now` bounds the times; `claimed` are the digits, without check digit, of the patents that
    the applicant claims: a result belongs to the page of somebody who claims the patent.
    """

    patent_number = forms.CharField(max_length=40)
    site = forms.ChoiceField(
        choices=[(site.key, f"{site.name}（{site.key}）") for site in SITES.values()]
    )
    queried_at = forms.DateTimeField(widget=forms.DateTimeInput(format="%Y-%m-%d %H:%M"))
    patent_type = forms.ChoiceField(
        choices=[(kind.value, word) for kind, word in PATENT_TYPE_WORDS.items()]
    )
    title = forms.CharField(max_length=_LONGEST)
    inventors = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 4}))
    patentees = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))
    # Text, so that a date can be pasted as the site writes it, in whatever browser.
    application_date = forms.CharField(max_length=20, required=False)
    grant_date = forms.CharField(max_length=20, required=False)
    grant_number = forms.CharField(max_length=40, required=False)
    legal_status = forms.CharField(
        max_length=60, required=False, widget=forms.TextInput(attrs={"list": "legal-words"})
    )
    case_status = forms.CharField(
        max_length=60, required=False, widget=forms.TextInput(attrs={"list": "case-words"})
    )
    screenshot = forms.FileField(widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}))

    def __init__(
        self, *args: Any, now: dt.datetime, claimed: Collection[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._now, self._claimed = now, claimed
        for name, (zh, en, zh_help, en_help) in _WORDS.items():
            self.fields[name].label = say(zh, en)
            self.fields[name].help_text = say(zh_help, en_help)
            self.fields[name].error_messages["required"] = say("请填写。", "Fill this in.")
            self.fields[name].error_messages["invalid"] = say("格式不对。", "Not of that form.")

    @property
    def record(self) -> OfficialRecord:
        """The record that the form holds, once it is valid; its place is given on saving."""
        data = self.cleaned_data
        return OfficialRecord(
            patent_number=data["patent_number"],
            source=RecordSource.REVIEWER,
            site=data["site"],
            place=Place(""),
            patent_type=data["patent_type"],
            title=data["title"],
            inventors=data["inventors"],
            patentees=data["patentees"],
            application_date=data["application_date"],
            grant_date=data["grant_date"],
            grant_number=data["grant_number"],
            legal_status=data["legal_status"],
            case_status=data["case_status"],
            as_of=data["queried_at"],
        )

    @property
    def picture(self) -> Screenshot:
        """The screenshot, once the form is valid."""
        picture: Screenshot = self.cleaned_data["screenshot"]
        return picture

    def clean_patent_number(self) -> str:
        """The number in normal form, with the check digit that its digits demand."""
        try:
            number = parse_patent_number(self.cleaned_data["patent_number"])
        except NormalFormError as e:
            raise _said(e.problem.zh, e.problem.en) from e
        if number.check_holds is False:
            due = check_digit(number.digits)
            raise _said(
                f"校验位不符：前面各位无误时末位应为 {due}；请对照网站核对号码。",
                f"The check digit does not hold: for these digits it is {due}. "
                "Compare the number with the site.",
            )
        if number.digits not in self._claimed:
            raise _said(
                "该申报人没有申报这件专利；请核对号码，或在申报它的人的页面录入。",
                "The applicant does not claim that patent; compare the number, or enter the "
                "result on the page of whoever claims it.",
            )
        return number.completed.normal

    def clean_grant_number(self) -> str:
        """The grant number in normal form, empty where the site shows none."""
        text = self.cleaned_data["grant_number"]
        if not text.strip():
            return ""
        try:
            number = parse_grant_number(text)
        except NormalFormError as e:
            raise _said(e.problem.zh, e.problem.en) from e
        if not number.is_grant:
            raise _said(
                "这是申请公布号（A），不是授权公告号；请填写授权公告号，没有则留空。",
                "That is the number of an application (A); give the grant's, or leave it empty.",
            )
        return str(number)

    def clean_inventors(self) -> tuple[str, ...]:
        """One inventor a line, in the order that the site shows."""
        return _lines(self.cleaned_data["inventors"], "；;、，,")

    def clean_patentees(self) -> tuple[str, ...]:
        """One patentee a line."""
        return _lines(self.cleaned_data["patentees"], "；;")

    def clean_application_date(self) -> str:
        """The day in ISO 8601, empty where the site shows none."""
        return _day(self.cleaned_data["application_date"])

    def clean_grant_date(self) -> str:
        """The day in ISO 8601, empty where the site shows none."""
        return _day(self.cleaned_data["grant_date"])

    def clean_queried_at(self) -> dt.datetime:
        """When the site was asked: not in the future."""
        moment: dt.datetime = self.cleaned_data["queried_at"]
        if moment > self._now + dt.timedelta(minutes=1):
            raise _said("查询时间不能在现在以后。", "The time of the query is in the future.")
        return moment

    def clean_screenshot(self) -> Screenshot:
        """The picture, decoded once to see that it is one."""
        file = self.cleaned_data["screenshot"]
        data = file.read(MOST_BYTES + 1)
        try:
            return checked_screenshot(data)
        except UploadError as e:
            raise ValidationError(
                f"{say(e.problem.zh, e.problem.en)}（{e.problem.code}）", code=e.problem.code
            ) from e

    def clean(self) -> dict[str, Any]:
        """What must agree: type and numbers, the order of dates, no characters of control."""
        data = super().clean() or {}
        self._check_type(data)
        filed, granted, asked = (
            data.get(name) for name in ("application_date", "grant_date", "queried_at")
        )
        if filed and granted and filed > granted:
            self.add_error("grant_date", _said("授权公告日早于申请日。", "Granted before filed."))
        if granted and asked and granted > timezone.localdate(asked).isoformat():
            self.add_error(
                "grant_date", _said("授权公告日晚于查询时间。", "Granted after the query.")
            )
        for name in ("title", "legal_status", "case_status"):
            if name in data and not _printable(data[name]):
                self.add_error(name, _said("含有控制字符。", "Holds characters of control."))
        return data

    def _check_type(self, data: dict[str, Any]) -> None:
        if not data.get("patent_type"):
            return
        kind = PatentType(data["patent_type"])
        number = data.get("patent_number")
        if number and parse_patent_number(number).type is not kind:
            word = PATENT_TYPE_WORDS[parse_patent_number(number).type]
            self.add_error(
                "patent_type",
                _said(f"号码是{word}的号码，与所选类型不符。", "The number is of another type."),
            )
        grant = data.get("grant_number")
        if grant and not parse_grant_number(grant).fits(kind):
            self.add_error(
                "grant_number",
                _said("授权公告号与专利类型不符。", "The grant number is of another type."),
            )


def _lines(text: str, marks: str) -> tuple[str, ...]:
    """Names one a line; marks part them as well, as sites print them in one line."""
    for mark in marks:
        text = text.replace(mark, "\n")
    names = tuple(name for line in text.splitlines() if (name := " ".join(line.split())))
    if len(names) > _MOST_NAMES or not all(
        len(name) <= _LONGEST and _printable(name) for name in names
    ):
        raise _said("每行一个姓名或单位名称。", "One name a line.")
    return names


def _printable(text: str) -> bool:
    return not any(unicodedata.category(character) in ("Cc", "Cs") for character in text)


def _day(text: str) -> str:
    if not text.strip():
        return ""
    try:
        day = parse_date(text)
    except NormalFormError as e:
        raise _said(e.problem.zh, e.problem.en) from e
    if day.day is None:
        raise _said("请写到日，如 2021-04-14。", "Give the day as well, as 2021-04-14.")
    return day.iso


def _said(zh: str, en: str) -> ValidationError:
    return ValidationError(say(zh, en))


_WORDS = {
    "patent_number": (
        "专利号（申请号）", "Patent number",
        "带不带 ZL、空格、小数点均可", "With or without ZL, spaces and dot",
    ),
    "site": ("查询网站", "Site", "", ""),
    "queried_at": (
        "查询时间", "Time of the query", "如 2024-04-08 17:05", "As 2024-04-08 17:05",
    ),
    "patent_type": ("专利类型", "Type", "", ""),
    "title": ("专利名称", "Title", "", ""),
    "inventors": (
        "发明人（设计人）", "Inventors",
        "按网站显示的顺序，每行一人；名次由此认定", "In the site's order, one a line",
    ),
    "patentees": ("专利权人", "Patentees", "每行一个", "One a line"),
    "application_date": ("申请日", "Application date", "如 2021-04-14", "As 2021-04-14"),
    "grant_date": ("授权公告日", "Grant date", "", ""),
    "grant_number": ("授权公告号", "Grant number", "如 CN111472379B", "As CN111472379B"),
    "legal_status": (
        "法律状态", "Legal status",
        "与案件状态至少填一项，否则不能认定专利有效（A9）",
        "This or the case status, or nobody can say that the patent is in force (A9)",
    ),
    "case_status": ("案件状态", "Case status", "cpquery 显示此项", "Shown by cpquery"),
    "screenshot": (
        "网页截图", "Screenshot",
        "PNG 或 JPEG，不超过 10 MB；号码和状态要看得清", "PNG or JPEG, at most 10 MB",
    ),
}  # fmt: skip
