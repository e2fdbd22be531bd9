"""Genuine applicants who rest on the exception clause, (四)6, or claim more than they need."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from random import Random
from typing import Any

from benchmarks.safety_cases import bodies
from benchmarks.safety_cases.awards import Award, with_awards
from benchmarks.safety_cases.candidates import Candidate
from benchmarks.safety_cases.genuine_people import first_grade
from benchmarks.safety_cases.patents import TITLES, patent, with_patents
from benchmarks.safety_cases.people import day_between, failing, name

Maker = Callable[[Random, str], Candidate]

DIRECT = ("2014-01-01", "2020-12-20")
"""The years in which the ten counties certainly stood directly under the province."""
WORKS = ("防汛救灾", "脱贫攻坚", "城市建设管理", "创建全国文明城市", "安全生产", "生态环境保护")
HENAN_WIDE = "各省辖市人民政府、济源示范区管委会、各省直管县（市）人民政府，省人民政府各部门"
CITY_WIDE = "各县（市、区）人民政府，市人民政府各部门"


def _needy(rng: Random, number: str, *traits: str, **changes: Any) -> Candidate:
    sex = rng.choice("男男女")
    return first_grade(rng, number, "exception", *traits, sex=sex, **{**failing(rng), **changes})


def _day(rng: Random, candidate: Candidate, first: str = "", last: str = "2023-12-20") -> str:
    """A day after the 二级 certificate, and from `first` to `last`."""
    if candidate.application is None or candidate.application.certified is None:
        raise ValueError("an award follows a certificate")
    after = candidate.application.certified.last + dt.timedelta(days=1)
    earliest = max(after, dt.date.fromisoformat(first)) if first else after
    return day_between(rng, earliest, dt.date.fromisoformat(last)).isoformat()


def commended(
    rng: Random,
    candidate: Candidate,
    issuers: tuple[str, ...],
    code: str,
    addressee: str,
    *between: str,
) -> Candidate:
    """The candidate commended as 先进个人 by these bodies."""
    day = _day(rng, candidate, *between)
    work = rng.choice(WORKS)
    honour = f"{work}先进个人"
    title = f"{' '.join(issuers)}关于表彰{day[:4]}年度{work}先进集体和先进个人的决定"
    award = Award(1, issuers, honour, title, code, day, addressee, rng.randrange(3, 120))
    return with_awards(candidate, rng, award)


def city_government(rng: Random, number: str) -> Candidate:
    """Commended by the government of a 省辖市."""
    city = rng.choice(bodies.CITIES)
    made = _needy(rng, number, "award", "item1", "government")
    return commended(rng, made, (f"{city}人民政府",), f"{bodies.CITY_CODES[city]}政文", CITY_WIDE)


def city_committee(rng: Random, number: str) -> Candidate:
    """Commended by the party committee of a 省辖市, under its full or its short name."""
    city = rng.choice(bodies.CITIES)
    issuer = rng.choice((f"中共{city}委", f"中国共产党{city}委员会", f"中共{city}委员会"))
    made = _needy(rng, number, "award", "item1")
    return commended(rng, made, (issuer,), f"{bodies.CITY_CODES[city]}文", CITY_WIDE)


def city_joint(rng: Random, number: str) -> Candidate:
    """Commended by committee and government of a 省辖市 together."""
    city = rng.choice(bodies.CITIES)
    made = _needy(rng, number, "award", "item1", "joint")
    issuers = (f"中共{city}委", f"{city}人民政府")
    return commended(rng, made, issuers, f"{bodies.CITY_CODES[city]}文", CITY_WIDE)


def direct_county(rng: Random, number: str) -> Candidate:
    """Commended by a 省直管县 (第三条), while it certainly was one."""
    made = _needy(rng, number, "award", "item1", "period")
    issuer = rng.choice([one for one in bodies.DIRECT_COUNTIES if one != "长垣市"])
    return commended(rng, made, (f"{issuer}人民政府",), f"{issuer[:2]}政文", CITY_WIDE, *DIRECT)


def jiyuan(rng: Random, number: str) -> Candidate:
    """Commended by 济源示范区 (第三条)."""
    made = _needy(rng, number, "award", "item1", "period")
    between = ("2019-01-02", "2023-12-20")
    return commended(rng, made, ("济源产城融合示范区管理委员会",), "济政文", CITY_WIDE, *between)


def province(rng: Random, number: str) -> Candidate:
    """Commended by the provincial government."""
    made = _needy(rng, number, "award", "item1", "government")
    return commended(rng, made, ("河南省人民政府",), "豫政文", HENAN_WIDE)


def model_worker(rng: Random, number: str) -> Candidate:
    """河南省劳动模范 or 全国劳动模范, by those whom 第十条 names."""
    made = _needy(rng, number, "award", "item1", "joint", "model")
    day = _day(rng, made)
    issuers, honour, code, to = rng.choice(
        (
            (("中共河南省委", "河南省人民政府"), "河南省劳动模范", "豫发", HENAN_WIDE),
            (("中共河南省委", "河南省人民政府"), "河南省先进工作者", "豫发", HENAN_WIDE),
            (
                ("中共中央", "国务院"),
                "全国劳动模范",
                "中发",
                "各省、自治区、直辖市党委和人民政府，中央和国家机关各部委",
            ),
        )
    )
    place = honour[:-4] if honour.endswith("劳动模范") else honour[:-5]
    title = f"{' '.join(issuers)}关于表彰{place}劳动模范和先进工作者的决定"
    award = Award(1, issuers, honour, title, code, day, to, rng.randrange(3, 60))
    return with_awards(made, rng, award)


def department(rng: Random, number: str) -> Candidate:
    """Commended by a provincial department before its whole system (第六条)."""
    issuer = rng.choice(list(bodies.DEPARTMENTS))
    field, code, ending = bodies.DEPARTMENTS[issuer]
    made = _needy(rng, number, "award", "item1", "department")
    day = _day(rng, made)
    words = rng.choice(("先进个人", "先进工作者"))
    honour = f"全省{field}系统{words}"
    title = f"{issuer}关于表彰全省{field}系统先进集体和{words}的决定"
    to = f"各省辖市、济源示范区、航空港区{ending}，厅直属各单位"
    award = Award(1, (issuer,), honour, title, code, day, to, rng.randrange(3, 120))
    return with_awards(made, rng, award)


def departments_joint(rng: Random, number: str) -> Candidate:
    """Commended by 省人社厅 and a department together, or by two ministries."""
    made = _needy(rng, number, "award", "item1", "department", "joint")
    day = _day(rng, made)
    if rng.random() < 0.5:
        issuer = rng.choice(list(bodies.DEPARTMENTS))
        field, _, ending = bodies.DEPARTMENTS[issuer]
        issuers, code, area = ("河南省人力资源和社会保障厅", issuer), "豫人社", "全省"
        to = f"各省辖市、济源示范区、省直管县（市）人力资源和社会保障局、{ending}，省直各单位"
    else:
        issuer = rng.choice(list(bodies.MINISTRIES))
        field, _ = bodies.MINISTRIES[issuer]
        issuers, code, area = ("人力资源社会保障部", issuer), "人社部发", "全国"
        to = f"各省、自治区、直辖市人力资源社会保障厅（局）、{field}厅（局）"
    honour = f"{area}{field}系统先进工作者"
    title = f"{' '.join(issuers)}关于表彰{area}{field}系统先进集体和先进工作者的决定"
    award = Award(1, issuers, honour, title, code, day, to, rng.randrange(3, 120))
    return with_awards(made, rng, award)


def labour_medal(rng: Random, number: str) -> Candidate:
    """五一劳动奖章 of the province's or the country's union federation."""
    made = _needy(rng, number, "award", "item2")
    day = _day(rng, made)
    issuer, honour, code, to = rng.choice(
        (
            ("河南省总工会", "河南省五一劳动奖章", "豫工文", "各省辖市总工会，省各产业工会"),
            ("中华全国总工会", "全国五一劳动奖章", "总工发", "各省、自治区、直辖市总工会"),
        )
    )
    title = f"{issuer}关于授予{day[:4]}年{honour}的决定"
    award = Award(2, (issuer,), honour, title, code, day, to, rng.randrange(3, 60))
    return with_awards(made, rng, award)


def skilled_hand(rng: Random, number: str) -> Candidate:
    """技术能手, granted by a 人社部门 of a city or above (第七条)."""
    made = _needy(rng, number, "award", "item3")
    day = _day(rng, made)
    city = rng.choice(bodies.CITIES)
    issuer, honour, code, to = rng.choice(
        (
            (
                "河南省人力资源和社会保障厅",
                "河南省技术能手",
                "豫人社",
                "各省辖市人力资源和社会保障局",
            ),
            ("人力资源社会保障部", "全国技术能手", "人社部发", "各省、自治区、直辖市人社厅（局）"),
            (
                f"{city}人力资源和社会保障局",
                f"{city}技术能手",
                f"{bodies.CITY_CODES[city]}人社",
                "各县（市、区）人力资源和社会保障局",
            ),
        )
    )
    title = f"{issuer}关于授予{day[:4]}年{honour}称号的决定"
    award = Award(3, (issuer,), honour, title, code, day, to, rng.randrange(3, 90))
    return with_awards(made, rng, award)


def contest(rng: Random, number: str) -> Candidate:
    """A third prize or better in a contest that a 人社部门 organised (第八条)."""
    made = _needy(rng, number, "award", "item4")
    day = _day(rng, made)
    city = rng.choice(bodies.CITIES)
    code = f"{bodies.CITY_CODES[city]}人社"
    issuers: tuple[str, ...] = (f"{city}人力资源和社会保障局", f"{city}总工会")
    area = city
    if rng.random() < 0.4:
        issuers, area, code = ("河南省人力资源和社会保障厅",), "河南省", "豫人社"
    match = f"{day[:4]}年{area}职业技能竞赛{made.application.occupation if made.application else ''}项目"
    title = f"{' '.join(issuers)}关于公布{day[:4]}年{area}职业技能竞赛获奖名单的通知"
    to = "各县（市、区）人力资源和社会保障局、总工会，市直有关单位"
    rank = rng.choice(("一等奖", "二等奖", "三等奖"))
    award = Award(4, issuers, "", title, code, day, to, rng.randrange(3, 90), rank, match)
    return with_awards(made, rng, award)


def two_prizes(rng: Random, number: str) -> Candidate:
    """First and third prize of one contest: counted once, as the higher (第三条)."""
    made = _needy(rng, number, "two_prizes")
    day = _day(rng, made)
    issuers = ("新乡市人力资源和社会保障局", "新乡市总工会")
    match = f"{day[:4]}年新乡市职业技能竞赛{made.application.occupation if made.application else ''}项目"
    title = f"{' '.join(issuers)}关于公布{day[:4]}年新乡市职业技能竞赛获奖名单的通知"
    to = "各县（市、区）人力资源和社会保障局、总工会，市直有关单位"
    serial = rng.randrange(3, 90)
    held = [
        Award(4, issuers, "", title, "新人社", day, to, serial, rank, match, suffix)
        for rank, suffix in (("一等奖", "1"), ("三等奖", "3"))
    ]
    return with_awards(made, rng, *held)


def _crew(rng: Random, person: str, rank: int, size: int) -> tuple[str, ...]:
    """`size` inventors, the person at `rank`, all of different names."""
    crew: list[str] = []
    while len(crew) < size - 1:
        crew.append(name(rng, person, *crew))
    crew.insert(rank - 1, person)
    return tuple(crew)


def _inventor(rng: Random, number: str, *kinds: str, traits: tuple[str, ...]) -> Candidate:
    made = _needy(rng, number, "patent", "item5", *traits)
    if made.application is None or made.application.certified is None:
        raise ValueError("an inventor is a person with a certificate")
    held = []
    titles = rng.sample(range(10), len(kinds))
    for kind, title in zip(kinds, titles, strict=True):
        rank = rng.choice((1, 2, 3, 5))
        crew = _crew(rng, made.application.name, rank, max(rank, rng.randrange(2, 8)))
        # A utility model filed before 2015 may have ended by the season's day (ten years).
        filed = rng.randrange(max(made.application.certified.year + 1, 2015), 2021)
        held.append((patent(rng, kind, crew, filed, TITLES[title]), rank))
    return with_patents(made, *held)


def invention(rng: Random, number: str) -> Candidate:
    """One invention, rank five or better, with certificate and official record."""
    return _inventor(rng, number, "1", traits=("invention",))


def invention_pct(rng: Random, number: str) -> Candidate:
    """One invention that entered China as an international application (type digit 8)."""
    return _inventor(rng, number, "8", traits=("pct",))


def two_models(rng: Random, number: str) -> Candidate:
    """Two utility models, each with rank five or better."""
    return _inventor(rng, number, "2", "2", traits=("models",))


def two_awards(rng: Random, number: str) -> Candidate:
    """Two commendations for different projects, either of which suffices."""
    made = _needy(rng, number, "two")
    held = []
    for no, issuer, code in ((0, "新乡市人民政府", "新政文"), (1, "河南省人民政府", "豫政文")):
        day, work = _day(rng, made), WORKS[no]
        title = f"{issuer}关于表彰{day[:4]}年度{work}先进个人的决定"
        to = HENAN_WIDE if no else CITY_WIDE
        serial = 20 + 50 * no + rng.randrange(40)
        held.append(Award(1, (issuer,), f"{work}先进个人", title, code, day, to, serial))
    return with_awards(made, rng, *held)


def needless_award(rng: Random, number: str) -> Candidate:
    """Meets every condition and claims a commendation besides."""
    made = first_grade(rng, number, "regular", "needless", "award", "item1", "government")
    return commended(rng, made, ("新乡市人民政府",), "新政文", CITY_WIDE)


def needless_invention(rng: Random, number: str) -> Candidate:
    """Meets every condition and claims an invention besides."""
    made = first_grade(rng, number, "regular", "needless", "patent", "item5", "invention")
    if made.application is None:
        raise ValueError("a claim needs a declaration")
    crew = _crew(rng, made.application.name, 2, 4)
    return with_patents(made, (patent(rng, "1", crew, 2019), 2))
