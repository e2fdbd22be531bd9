"""What is said of a number: for a person, one fact a line; as data, one object."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from evidence.errors import Problem
from evidence.patent_dates import EXTENDABLE, latest_term_end, longest_term_years
from evidence.patent_numbers import (
    GRANT_SERIES,
    GrantNumber,
    PatentNumber,
    PatentType,
)
from evidence.publication_phases import PublicationPhase, phases_of, possible_phases
from pipeline.cli.voice import Voice
from review.rosters.official_sites import SITES, site_forms
from verifiers.notices.notice import Notice
from verifiers.rules.patent_codes import TYPE_NAMES
from verifiers.rules.patent_counts import needed

Said = PatentNumber | GrantNumber | Problem
Fact = tuple[tuple[str, str], str]
_TYPES_EN = {
    PatentType.INVENTION: "invention",
    PatentType.UTILITY_MODEL: "utility model",
    PatentType.DESIGN: "design",
}


def holds(one: Said) -> bool:
    """Whether form and check digit hold.

    A check digit that is due and missing was not checked, and does not hold.
    """
    if isinstance(one, PatentNumber):
        return one.check_holds is True or not (one.check or one.era.prints_check)
    return isinstance(one, GrantNumber) and bool(phases_of(one))


def as_object(text: str, one: Said, notice: Notice) -> dict[str, Any]:
    """A number explained, as data; days in ISO 8601."""
    head = {"number": text, "holds": holds(one)}
    if isinstance(one, PatentNumber):
        return head | _patent_object(one, notice)
    if isinstance(one, GrantNumber):
        return head | _grant_object(one)
    return head | {"is": None, "problem": {"code": one.code, "zh": one.zh, "en": one.en}}


def facts_of(voice: Voice, one: Said, notice: Notice) -> Iterator[Fact]:
    """A number explained, for a person: label and value."""
    if isinstance(one, PatentNumber):
        yield from _patent_facts(voice, one, notice)
    elif isinstance(one, GrantNumber):
        yield from _grant_facts(voice, one)
    else:
        yield ("结论", "conclusion"), voice.choose(one.zh, one.en).rstrip("。.")


def _patent_object(number: PatentNumber, notice: Notice) -> dict[str, Any]:
    era, policy = number.era, notice.rules["H65"]
    return {
        "is": "patent_number",
        "normal": number.normal,
        "printed": number.printed,
        "era": _period(era.since, era.until)
        | {
            "digits": era.length,
            "prints_check": era.prints_check,
            "standard": era.standard or None,
        },
        "year": number.year,
        "type": number.type.value,
        "type_digit": number.type_digit,
        "national_phase": number.national_phase,
        "enough": needed(number.type, notice.thresholds),
        "article": policy.article,
        "check": {
            "printed": number.check or None,
            "expected": _expected(number),
            "holds": number.check_holds,
        },
        "queries": dict(_queries(number)),
        "docdb": _docdb(number),
        "grant_numbers": [
            _period(phase.since, phase.until)
            | {"kind": kind, "digits": sorted(phase.lengths), "first": GRANT_SERIES[number.type]}
            for phase, kind in possible_phases(number)
        ],
        "term": {
            "years": longest_term_years(number),
            "latest_end": latest_term_end(number).isoformat(),
            "extendable": number.type in EXTENDABLE,
        },
    }


def _grant_object(number: GrantNumber) -> dict[str, Any]:
    return {
        "is": "grant_number" if number.is_grant else "application_publication",
        "normal": str(number),
        "type": number.series.value if number.series else None,
        "kind": number.kind,
        "corrected": number.corrected,
        "partly_void": number.partly_void,
        "phases": [_period(phase.since, phase.until) for phase in phases_of(number)],
    }


def _period(since: dt.date, until: dt.date | None) -> dict[str, Any]:
    return {"since": since.isoformat(), "until": until.isoformat() if until else None}


def _expected(number: PatentNumber) -> str:
    return PatentNumber(number.digits).completed.check


def _queries(number: PatentNumber) -> Iterator[tuple[str, str]]:
    """What to type where; nothing where the check digit is wrong, for then no number is known."""
    forms = site_forms(number.normal)
    for site in SITES:
        if form := getattr(forms, site):
            yield site, form


def _docdb(number: PatentNumber) -> str | None:
    return number.docdb if number.check_holds is not False else None


def _patent_facts(voice: Voice, number: PatentNumber, notice: Notice) -> Iterator[Fact]:
    yield ("规范形式", "normal form"), number.normal
    yield ("印刷形式", "as printed"), number.printed
    yield ("编号规则", "numbering"), _numbering(voice, number)
    yield ("申请年份", "year of filing"), _year(voice, number)
    yield ("专利类型", "type"), _type(voice, number)
    yield ("条件", "condition"), _counting(voice, number, notice)
    yield ("校验位", "check digit"), _check(voice, number)
    for site, form in _queries(number):
        yield (f"{site} 检索输入", f"to type at {site}"), form
    if number.type is PatentType.DESIGN:
        yield ("DOCDB", "DOCDB"), voice.choose("不收外观设计", "holds no designs")
    elif docdb := _docdb(number):
        yield ("DOCDB", "DOCDB"), docdb
    yield ("授权公告号", "grant number"), _grant_numbers(voice, number)
    yield ("期限", "term"), _term(voice, number)
    yield ("结论", "conclusion"), _conclusion(voice, number, notice)


def _numbering(voice: Voice, number: PatentNumber) -> str:
    era = number.era
    zh = f"{_during(voice, era.since, era.until)}：{era.length}位数字"
    zh += "加一位校验位" if era.prints_check else "，不印校验位"
    en = f"{_during(voice, era.since, era.until)}: {era.length} digits "
    en += "and a check digit" if era.prints_check else "without check digit"
    standard = voice.choose(f"（{era.standard}）", f" ({era.standard})") if era.standard else ""
    return voice.choose(zh, en) + standard


def _during(voice: Voice, since: dt.date, until: dt.date | None) -> str:
    if until is None:
        return voice.choose(f"{since.isoformat()} 起", f"since {since.isoformat()}")
    return voice.choose(
        f"{since.isoformat()} 至 {until.isoformat()}",
        f"{since.isoformat()} to {until.isoformat()}",
    )


def _year(voice: Voice, number: PatentNumber) -> str:
    if number.national_phase:
        return voice.choose(
            f"{number.year}（国际申请进入中国国家阶段的年份；申请日是国际申请日，通常早1至3年）",
            f"{number.year} (entry of an international application; "
            "its filing date is usually 1 to 3 years earlier)",
        )
    return voice.choose(
        f"{number.year}（分案申请的申请日可以更早）",
        f"{number.year} (a divisional application's filing date may be earlier)",
    )


def _type(voice: Voice, number: PatentNumber) -> str:
    return voice.choose(
        f"{TYPE_NAMES[number.type]}（种类号{number.type_digit}）",
        f"{_TYPES_EN[number.type]} (type digit {number.type_digit})",
    )


def _counting(voice: Voice, number: PatentNumber, notice: Notice) -> str:
    wanted, policy = needed(number.type, notice.thresholds), notice.rules["H65"]
    name, name_en = TYPE_NAMES[number.type], _TYPES_EN[number.type]
    if wanted is None:
        return voice.choose(
            f"{policy.article}：{name}不计", f"{policy.article}: a {name_en} does not count"
        )
    return voice.choose(
        f"{policy.article}：{name}须{wanted}项",
        f"{policy.article}: {wanted} of type {name_en} wanted",
    )


def _check(voice: Voice, number: PatentNumber) -> str:
    due = _expected(number)
    if number.check_holds:
        return voice.choose(
            f"{number.check}，与其余数字相符", f"{number.check}, as its digits demand"
        )
    if number.check:
        return voice.choose(
            f"{number.check}，按其余数字应为{due}", f"{number.check}; its digits demand {due}"
        )
    if number.era.prints_check:
        return voice.choose(f"未写，按其余数字应为{due}", f"not given; its digits demand {due}")
    return voice.choose(f"当时不印；检索时补为{due}", f"none printed then; {due} in searches")


def _grant_numbers(voice: Voice, number: PatentNumber) -> str:
    forms = []
    for phase, kind in possible_phases(number):
        digits = "/".join(str(length) for length in sorted(phase.lengths))
        first = "" if phase.one_number else GRANT_SERIES[number.type]
        during = _during(voice, phase.since, phase.until)
        forms.append(
            voice.choose(
                f"CN{first}…{kind}（{digits}位，{during}）",
                f"CN{first}…{kind} ({digits} digits, {during})",
            )
        )
    return voice.choose("；", "; ").join(forms)


def _term(voice: Voice, number: PatentNumber) -> str:
    end, years = latest_term_end(number).isoformat(), longest_term_years(number)
    more = number.type in EXTENDABLE
    return voice.choose(
        f"自申请日起{years}年，最迟到 {end}" + ("（有期限补偿的更晚）" if more else ""),
        f"{years} years from filing, until {end} at the latest"
        + (" (later where compensated)" if more else ""),
    )


def _conclusion(voice: Voice, number: PatentNumber, notice: Notice) -> str:
    article = notice.rules["A9"].article
    if holds(number):
        zh, en = ("形式和校验位成立", "form and check digit hold")
        if not number.check:
            zh, en = ("形式成立，没有校验位可核对", "its form holds, and it has no check digit")
        return voice.choose(
            f"{zh}；有没有这项专利、是否有效，以官方检索结果为准（{article}）",
            f"{en}; whether there is such a patent, and in force, "
            f"the official record tells ({article})",
        )
    if number.check:
        return voice.choose(
            "校验位不符：读错、写错或伪造，须核对原件；单凭这一点不能认定不通过，也不要改成相符的号码",
            "the check digit is wrong: misread, mistyped or forged; compare with the original. "
            "This alone rejects nobody, and no other number is to be put in its place",
        )
    return voice.choose(
        "没有写校验位，号码未经核对", "no check digit was given, so the number was not checked"
    )


def _grant_facts(voice: Voice, number: GrantNumber) -> Iterator[Fact]:
    phases = phases_of(number)
    yield ("规范形式", "normal form"), str(number)
    yield ("含义", "what it is"), _meaning(voice, number)
    if number.series is not None:
        yield (
            ("专利类型", "type"),
            voice.choose(TYPE_NAMES[number.series], _TYPES_EN[number.series]),
        )
    if phases:
        yield ("使用时期", "given"), _given(voice, phases)
        yield ("epub 检索输入", "to type at epub"), str(number)
    yield ("结论", "conclusion"), _grant_conclusion(voice, number)


def _meaning(voice: Voice, number: GrantNumber) -> str:
    if not number.is_grant:
        return voice.choose(
            "发明专利申请公布号：只说明已公布，不是授权",
            "number of a published application: published, not granted",
        )
    if number.partly_void:
        return voice.choose(
            "部分无效后的公告号，不是专利号",
            "number after a partial invalidation, no patent number",
        )
    if number.corrected:
        return voice.choose(
            "更正后的公告号，不是专利号", "number of a correction, no patent number"
        )
    return voice.choose("授权公告号，不是专利号", "grant number, no patent number")


def _given(voice: Voice, phases: tuple[PublicationPhase, ...]) -> str:
    periods = [_during(voice, phase.since, phase.until) for phase in phases]
    return voice.choose("；", "; ").join(periods)


def _grant_conclusion(voice: Voice, number: GrantNumber) -> str:
    if not holds(number):
        return voice.choose(
            f"种类代码{number.kind}与号段、位数不符，没有这样的公告号",
            f"kind code {number.kind} goes with no number of these digits",
        )
    return voice.choose(
        "形式成立；公告号没有校验位，也推不出专利号",
        "its form holds; it has no check digit, and the patent number does not follow from it",
    )
