"""To whom an award is given: `张三同志：`, `授予张三同志…`, `姓名：张三`, or a unit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evidence.documents import Field
from evidence.errors import NormalFormError
from evidence.names import body_name, person_name
from extractors.documents import thresholds
from extractors.documents.bodies import is_body
from extractors.documents.certainty import Judge
from extractors.documents.list_counts import NOT_UNDERSTOOD, number, short_of, with_doubt
from extractors.documents.name_cells import is_name
from extractors.documents.passages import Passage, joined
from extractors.documents.people import PersonFound
from extractors.documents.run_together import names_and_dotted
from extractors.documents.surnames import COMMON, is_plausible_name

_TITLES = "同志|同学|先生|女士|老师|师傅|选手|营员|教练|队员"
_COURTESY = rf"(?:{_TITLES}|\((?:{_TITLES})\))"
"""What follows a name: `张三同志`, `张三（同志）`."""
_TOGETHER = re.compile(
    rf"(?:^|[:,。(]|学校|学院|单位|公司|中心|局|厂|队|授予|表彰|给予|班)(?P<n>[\u3400-\u9fff·]{{2,4}}){_COURTESY}"
)
_SEVERAL = r"(?P<n>[\u3400-\u9fff·、,/]{2,80}?)(?:等(?:(?P<many>[0-9一二三四五六七八九十]{1,3})[名位人个])?)?"
_NAMED = re.compile(
    rf"(?:兹证明|经研究,?(?:决定)?)?{_SEVERAL}{_COURTESY}(?=[:,]?(?:在|于|被|荣获|获|为|参加|代表))"
)
_CONFERRED = re.compile(rf"(?:授予|给予|表彰|奖励|颁发给){_SEVERAL}{_COURTESY}")
_TEAM = re.compile(rf"^{_SEVERAL}{_COURTESY}?(?:[:,]?(?:在|于|被评为|荣获|参加|获得)|:$)")
_MEMBERS = re.compile(
    rf"^(?:获奖者|获奖人员?|获奖选手|参赛选手|选手|姓名|受奖人|获得者|(?:团队|队|项目组|小组|获奖)?成员|(?:主要)?完成人员?|参赛人员?):{_SEVERAL}{_COURTESY}?$"
)
_BEGUN = re.compile(r"兹证明|授予|经研究|表彰")
_BETWEEN = re.compile(r"[、,/\t\n]")
_ROOM = 1.2
"""Times the usual pitch from which a blank stands between a unit and its people."""
_GIVEN = re.compile(rf"(?:授予|给予|表彰)(?P<n>[\u3400-\u9fff·]{{2,30}}?){_COURTESY}?[“\"「『]")
_BEGINS = re.compile(
    rf"^(?P<n>[\u3400-\u9fff·]{{2,4}}?){_COURTESY}?(?:[,:])?(?:在|于|被评为|荣获|参加|获得)"
)
_DOTTED = re.compile(
    r"(?<=[队站局处院厂司校心段所科委会厅部])[\u3400-\u9fff]{2,5}·[\u3400-\u9fff·]{2,8}$"
)
_ALONE = re.compile(rf"(?P<n>[\u3400-\u9fff·]{{2,4}}){_COURTESY}?[:]?")
_BARE_UNIT = "a unit that no words name as the recipient"
_NOT_NAME = re.compile(
    r"成绩|表现|贡献|证书|奖状|荣誉|第.名|等奖|特发|鼓励|表彰|奖|称号|编号|光荣|先进|优秀|模范|标兵|公司|大学|学校|^.市|^.县|^兹|^现|^你|^本|^该|^各|^以"
)


def recipients(body: Sequence[Passage], flat: Passage, judge: Judge) -> list[Field]:
    """The fields `recipient`: the first form that names somebody, people before units."""
    found = _labelled(body) or _addressed(body)
    if found is None:
        several = _in_sentence(body) or _conferred(flat) or _team(body)
        if several:
            return [
                judge.field(
                    "recipient", one.name, one.passage, least=thresholds.NAME, doubt=one.doubt
                )
                for one in several
            ]
        found = _in_text(body, flat) or _alone(body)
    doubt = None
    if found is None:
        found, doubt = _unit(body), _BARE_UNIT
    if found is None:
        return []
    name = _value(found)
    return [judge.field("recipient", name, found, least=thresholds.NAME, doubt=doubt)]


def _value(found: Passage) -> str:
    try:
        return person_name(found.text)
    except NormalFormError:
        return body_name(found.text)


def _labelled(body: Sequence[Passage]) -> Passage | None:
    for row in body:
        text = row.flat()
        match = re.match(
            rf"(?:获奖者|获奖人|姓名|受奖人|获得者):(?P<n>[\u3400-\u9fff·]{{2,4}}?)(?:{_COURTESY}|性别.*|单位.*)?$",
            text.text,
        )
        if match:
            return text.group(match, "n")
    return None


def _addressed(body: Sequence[Passage]) -> Passage | None:
    """`张三同志：` on a line of its own, with or without the unit before it."""
    for row in body:
        text = row.flat()
        match = re.fullmatch(rf"(?P<n>[\u3400-\u9fff·()]{{2,40}}?){_COURTESY}?:", text.text)
        if match is None:
            continue
        unit = is_body(match["n"])
        if not unit and _NOT_NAME.search(match["n"][:3]):
            continue
        name = _person_at_end(text.group(match, "n"))
        if name is not None and not (unit and name.text[0] not in COMMON):
            return name
        if unit:
            return text.group(match, "n")
    return None


def _person_at_end(text: Passage) -> Passage | None:
    """The person's name that a unit's name may stand before."""
    if is_plausible_name(text.text):
        return text
    dotted = _DOTTED.search(text.text)
    if dotted and is_body(text.text[: dotted.start()]):
        return text.cut(dotted.start())
    for length in (3, 2, 4):
        name, unit = text.text[-length:], text.text[:-length]
        if is_body(unit) and is_plausible_name(name):
            return text.cut(len(text.text) - length)
    return None


def _in_sentence(body: Sequence[Passage]) -> list[PersonFound]:
    """`某某单位 张三 李四等同志在……中荣获…`: one or several people, their unit before them or not.

    Where the sentence is known to begin on a row above, what that row says was not understood.
    """
    lost = False
    for n, row in enumerate(body):
        text = joined(body[n : n + 3]).flat()
        match = _NAMED.match(text.text)
        people = _people(text, match) if match else []
        if people:
            return with_doubt(people, NOT_UNDERSTOOD if lost else None)
        lost |= match is not None and _BEGUN.match(row.flat().text) is not None
    return []


def _conferred(flat: Passage) -> list[PersonFound]:
    """`授予张三李四等同志……`: several people; one alone is found by what stands around."""
    for match in _CONFERRED.finditer(flat.text):
        people = _people(flat, match)
        if len(people) > 1:
            return people
    return []


def _team(body: Sequence[Passage]) -> list[PersonFound]:
    """Several people on a line of their own: `张三、李四、王五：`, `团队成员：张三 李四`."""
    for row in body:
        for pattern in (_MEMBERS, _TEAM):
            match = pattern.match(row.flat().text)
            people = _people(row.flat(), match) if match else []
            if len(people) > 1:
                goes_on = _BETWEEN.search(row.flat().text[-1:]) is not None
                return with_doubt(people, NOT_UNDERSTOOD if goes_on else None)
    return []


def _people(text: Passage, match: re.Match[str]) -> list[PersonFound]:
    """The people that a match names, all of it names but for a unit before them; else nobody."""
    named = text.group(match, "n")
    units = [at for at in range(4, len(named.text) - 1) if is_body(named.text[:at])]
    apart = [at for at in units if _room(named, at)]
    for at in (0, *apart, *reversed(units)):
        parts = [names_and_dotted(part) for part in named.cut(at).parts(_BETWEEN)]
        people = [one for part in parts for one in part]
        if (
            people
            and all(parts)
            and all(is_name(one.name) and not _NOT_NAME.search(one.name) for one in people)
        ):
            many = match["many"]
            return with_doubt(people, short_of(number(many), len(people)) if many else None)
    return []


def _room(text: Passage, at: int) -> bool:
    """Whether there is more room before a character than between most."""
    pitches = [pitch for n in range(1, len(text.text)) if (pitch := text.pitch_before(n))]
    here = text.pitch_before(at)
    return bool(pitches) and here is not None and here > _ROOM * sorted(pitches)[len(pitches) // 2]


def _in_text(body: Sequence[Passage], flat: Passage) -> Passage | None:
    for pattern in (_TOGETHER, _GIVEN):
        for match in pattern.finditer(flat.text):
            name = _person_at_end(flat.group(match, "n"))
            if name is not None and not _NOT_NAME.search(name.text):
                return name
    for row in body:
        text = row.flat()
        begins = _BEGINS.match(text.text)
        if begins and is_plausible_name(begins["n"]) and not _NOT_NAME.search(begins["n"]):
            return text.group(begins, "n")
    given = re.search(r"授予(?P<n>[\u3400-\u9fff()·]{4,30}?)[“\"「『]", flat.text)
    if given and is_body(given["n"]):
        return flat.group(given, "n")
    return None


def _alone(body: Sequence[Passage]) -> Passage | None:
    """A name alone on its line, as on certificates that set it in the middle."""
    for row in body:
        for cell in row.by_line():
            match = _ALONE.fullmatch(cell.text)
            if match and is_plausible_name(match["n"]) and not _NOT_NAME.search(match["n"]):
                return cell.group(match, "n")
    return None


def _unit(body: Sequence[Passage]) -> Passage | None:
    for row in body[1:]:
        text = row.flat().stripped()
        if is_body(text.text):
            return text
    return None
