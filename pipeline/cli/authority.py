"""`heyan authority explain`: what the register of awarding bodies says of a name, and why."""

from __future__ import annotations

import json
from typing import Any

import click

from evidence.dates import PartialDate, parse_date
from evidence.errors import NormalFormError
from evidence.findings import Result
from pipeline.cli import authority_labels as labels
from pipeline.cli.voice import Voice
from verifiers.authorities import load_authorities
from verifiers.authorities.entries import FormerName
from verifiers.authorities.explaining import Explanation, explain
from verifiers.authorities.grammar import Body
from verifiers.authorities.matching import Listed, MatchStatus, NameForm


@click.group()
def command() -> None:
    """Ask the register of awarding bodies (授权机关名录)."""


@command.command("explain")
@click.argument("names", nargs=-1, required=True)
@click.option("--date", "date", help="Date of the award: 2021, 2021-11 or 2021-11-05 (颁发日期).")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a name (每个名称一个对象).")
@click.pass_obj
def explain_command(
    voice: Voice, names: tuple[str, ...], date: str | None, *, as_json: bool
) -> None:
    """Explain NAMES: their parts, whether listed, what they count for, and why not (查询机关名称).

    Names joined by 、 are explained one by one (可用顿号连写多个).
    """
    on = _date(date)
    authorities = load_authorities()
    if not all(joined.strip("、 \t\n\u3000") for joined in names):
        voice.tell("有名称为空，已略过。", "An empty name was passed over.")
    for name in (part for joined in names for part in joined.split("、") if part.strip()):
        one = explain(authorities, name, on)
        if as_json:
            click.echo(json.dumps(as_object(one), ensure_ascii=False))
        else:
            show(voice, one)


def _date(text: str | None) -> PartialDate | None:
    if text is None:
        return None
    try:
        return parse_date(text)
    except NormalFormError as e:
        raise click.BadParameter(
            f"“{text}”不是日期，写作 2021、2021-11 或 2021-11-05 "
            "(not a date: write 2021, 2021-11 or 2021-11-05)",
            param_hint="--date",
        ) from e


def as_object(one: Explanation) -> dict[str, Any]:
    """The explanation as data; codes as they stand in the data files."""
    entry = one.match.entry
    why, why_en = one.why
    return {
        "name": one.name,
        "normal": one.normal,
        "date": one.on.iso if one.on else None,
        "parse": _parse(one.body) if one.body else None,
        "kind": one.kind.id if one.kind else None,
        "status": one.match.status.value,
        "listed_as": [_listed(listed) for listed in one.listed],
        "level": entry.level.value if entry else None,
        "source": one.source.value if one.source else None,
        "decision": one.decision.value,
        "items": list(one.items),
        "article": one.article or None,
        "why": {"zh": why, "en": why_en} if why else None,
        "nearest": list(one.nearest),
    }


def _parse(body: Body) -> dict[str, Any]:
    return {
        "party": body.party,
        "places": [
            {"name": place.name, "level": place.level.value, "known": place.known}
            for place in body.places
        ],
        "organ": body.organ,
        "office": body.office or None,
    }


def _listed(listed: Listed) -> dict[str, Any]:
    former = listed.former
    years = {"from": former.since, "until": former.until} if former else {}
    return {"name": listed.entry.name, "form": listed.form.value} | years


def show(voice: Voice, one: Explanation) -> None:
    """For a person: the name, then one fact a line."""
    voice.say(one.name, one.name)
    for (zh, en), said in _facts(voice, one):
        if said:
            voice.say(f"  {zh}：{said}", f"  {en}: {said}")


def _facts(voice: Voice, one: Explanation) -> list[tuple[tuple[str, str], str]]:
    entry = one.match.entry
    return [
        (("规范名称", "normal form"), one.normal),
        (("构成", "parts"), _parts(voice, one)),
        (("类别", "kind"), _kind(voice, one)),
        (("名录", "register"), _standing(voice, one)),
        (("级别", "level"), voice.choose(*labels.LEVELS[entry.level]) if entry else ""),
        (("结论", "conclusion"), _conclusion(voice, one)),
        (("理由", "why"), _why(voice, one)),
        (("依据", "article"), one.article),
        (("相近名称", "near names"), voice.choose("、", ", ").join(one.nearest)),
        (("出处", "source"), voice.choose(*labels.SOURCES[one.source]) if one.source else ""),
    ]


def _kind(voice: Voice, one: Explanation) -> str:
    if one.kind is None:
        return ""
    label = voice.choose(one.kind.label, one.kind.label_en)
    by_ending = one.body is not None and not one.body.firm
    return label + (
        voice.choose("（部分按词尾判断）", " (in part by endings)") if by_ending else ""
    )


def _parts(voice: Voice, one: Explanation) -> str:
    body = one.body
    if body is None:
        return voice.choose("不能整体识别为机关名称", "not understood as a body's whole name")
    system = "党" if body.party else body.kind.system
    parts = [voice.choose(system, labels.SYSTEMS[system])]
    for place in body.places:
        level = voice.choose(*labels.PLACE_LEVELS[place.level])
        unknown = (
            "" if place.known or place.bare else voice.choose("，地名不在库", ", not a known place")
        )
        parts.append(
            f"{place.name}{voice.choose('（', ' (')}{level}{unknown}{voice.choose('）', ')')}"
        )
    return " · ".join([*parts, body.organ, *([body.office] if body.office else [])])


def _standing(voice: Voice, one: Explanation) -> str:
    """As what the name is listed, or that it is not."""
    if not one.listed:
        return voice.choose("未列入", "not listed")
    return voice.choose("；", "; ").join(_as_listed(voice, listed) for listed in one.listed)


def _as_listed(voice: Voice, listed: Listed) -> str:
    form = voice.choose(*labels.FORMS[listed.form])
    if listed.former is not None:
        form += years_in_words(voice, listed.former)
    if listed.form is NameForm.NAME:
        return form
    return voice.choose(f"{form}，全称 {listed.entry.name}", f"{form} of {listed.entry.name}")


def years_in_words(voice: Voice, former: FormerName) -> str:
    """The years in which a former name was borne."""
    about = voice.choose("约", "about ") if former.approximate else ""
    if former.since and former.until:
        return voice.choose(
            f"（{about}{former.since}—{former.until}年）",
            f" ({about}{former.since}–{former.until})",
        )
    if former.until:
        return voice.choose(f"（用到{about}{former.until}年）", f" (until {about}{former.until})")
    if former.since:
        return voice.choose(f"（{about}{former.since}年起）", f" (from {about}{former.since})")
    return voice.choose("（年份不详）", " (years unknown)")


def _why(voice: Voice, one: Explanation) -> str:
    """The reason of the register's data; else what is missing for one."""
    if any(listed.former for listed in one.listed) and one.on is None:
        return voice.choose(
            "曾用名只在当年有效；请用 --date 写明颁发日期再查",
            "a former name counts in its years; give the date of the award with --date",
        )
    unknown = one.kind is None and not one.listed and not one.nearest
    if unknown and not any(one.why):
        return voice.choose(
            "名录中没有，也不能按名称判断是哪类机构",
            "not listed, and the name does not tell what kind of body it is",
        )
    return voice.choose(*one.why)


def _conclusion(voice: Voice, one: Explanation) -> str:
    if one.items:
        zh = "、".join(f"({item}){labels.ITEMS[item][0]}" for item in one.items)
        en = ", ".join(f"({item}) {labels.ITEMS[item][1]}" for item in one.items)
        return voice.choose(f"可作为(四)6的依据：{zh}", f"counts for (四)6: {en}")
    if one.match.status is MatchStatus.EXACT:
        return voice.choose(
            "在名录内，但不作为(四)6任何一项的依据", "listed, and counts for no item of (四)6"
        )
    if one.decision is Result.MISMATCH:
        return voice.choose("明确不符，不能作为依据", "clearly does not count")
    if one.match.status is MatchStatus.NEAR:
        return voice.choose(
            "存疑：与名录所列名称相近但不相同，须核对原件",
            "unsure: close to a listed name and not the same; compare with the original",
        )
    return voice.choose("存疑，须由人判断", "unsure: a person has to judge")
