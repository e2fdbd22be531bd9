"""Commendations by bodies that do not count, or that only look as if they did: H61 to H64, A10."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.safety_cases import bodies
from benchmarks.safety_cases.candidates import Candidate, claim_of, reclaim, repaper
from benchmarks.safety_cases.changes import Change, Edit, Harm, both, words
from benchmarks.safety_cases.papers import award_paper, decision_paper
from benchmarks.safety_cases.people import date

DOUBT, NONE, OPEN = Harm.DOUBT, Harm.NONE, Harm.OPEN
ITEM1, GOVERNMENT = words("award item1"), words("award item1 government")


def issued_by(*issuers: str, no: int = 1) -> Edit:
    """Claim, certificate, document and seals name these bodies instead, all in agreement."""

    def run(candidate: Candidate) -> Candidate | None:
        claim = claim_of(candidate, no)
        if claim is None:
            return None
        old, new = " ".join(claim.issuers), " ".join(issuers)
        title = claim.document_title.replace(old, new)
        names = list(issuers)
        # the old body's agency code must not give the new one away
        made = coded("表彰", no)(candidate)
        made = reclaim(made, no, issuers=issuers, document_title=title) if made else None
        made = repaper(made, award_paper(no), issuer=names, seal_text=names) if made else None
        return (
            repaper(made, decision_paper(no), issuer=names, seal_text=names, title=title)
            if made
            else None
        )

    return run


def honoured(honour: str, no: int = 1) -> Edit:
    """Claim, certificate and document speak of another honour, all in agreement."""

    def run(candidate: Candidate) -> Candidate | None:
        claim = claim_of(candidate, no)
        if claim is None:
            return None
        title = claim.document_title.replace(claim.title, honour)
        made = reclaim(candidate, no, title=honour, document_title=title)
        made = repaper(made, award_paper(no), honour=honour) if made else None
        return repaper(made, decision_paper(no), honour=honour, title=title) if made else None

    return run


def dated(day: str, no: int = 1) -> Edit:
    """The award is of this day everywhere, if that lies after the 二级 certificate."""

    def run(candidate: Candidate) -> Candidate | None:
        claim, application = claim_of(candidate, no), candidate.application
        if claim is None or application is None or application.certified is None:
            return None
        if claim.date is None or application.certified.last >= date(day).first:
            return None
        old, new = f"〔{claim.date.year}〕", f"〔{day[:4]}〕"
        number = claim.document_number.replace(old, new)
        title = claim.document_title.replace(f"{claim.date.year}年", f"{day[:4]}年")
        made = reclaim(candidate, no, date=date(day), document_number=number, document_title=title)
        made = repaper(made, award_paper(no), date=day, document_number=number) if made else None
        return (
            repaper(made, decision_paper(no), date=day, document_number=number, title=title)
            if made
            else None
        )

    return run


def coded(code: str, no: int = 1) -> Edit:
    """The document number has another agency code, everywhere the same."""

    def run(candidate: Candidate) -> Candidate | None:
        claim = claim_of(candidate, no)
        if claim is None or "〔" not in claim.document_number:
            return None
        number = code + claim.document_number[claim.document_number.index("〔") :]
        made = reclaim(candidate, no, document_number=number)
        made = repaper(made, award_paper(no), document_number=number) if made else None
        return repaper(made, decision_paper(no), document_number=number) if made else None

    return run


def _another_province(candidate: Candidate) -> Candidate | None:
    """The bare name 省政府, where the document shows that it is another province's."""
    made = both(issued_by("省政府"), coded("冀政"))(candidate)
    claim = claim_of(made, 1) if made else None
    if made is None or claim is None:
        return None
    title = claim.document_title.replace("省政府", "河北省人民政府")
    made = reclaim(made, 1, document_title=title)
    return (
        repaper(
            made,
            decision_paper(1),
            title=title,
            issuer="河北省人民政府",
            seal_text="河北省人民政府",
        )
        if made
        else None
    )


def _item(number: int | None) -> Edit:
    def run(candidate: Candidate) -> Candidate | None:
        return reclaim(candidate, 1, condition=number)

    return run


def _ranked(rank: str) -> Edit:
    def run(candidate: Candidate) -> Candidate | None:
        made = reclaim(candidate, 1, rank=rank)
        return repaper(made, award_paper(1), rank=rank) if made else None

    return run


def _team(candidate: Candidate) -> Candidate | None:
    made = repaper(candidate, award_paper(1), recipient="新乡市代表队", rank="团体一等奖")
    return reclaim(made, 1, rank="团体一等奖") if made else None


def _swapped(candidate: Candidate) -> Candidate | None:
    claim = claim_of(candidate, 1)
    if claim is None or len(claim.issuers) < 2:
        return None
    return reclaim(candidate, 1, issuers=tuple(reversed(claim.issuers)))


def _short_city(candidate: Candidate) -> Candidate | None:
    """The claim says 新乡市政府 where the papers say 新乡市人民政府."""
    claim = claim_of(candidate, 1)
    if claim is None or not claim.issuers[0].endswith("市人民政府"):
        return None
    short = claim.issuers[0].replace("人民政府", "政府")
    return reclaim(candidate, 1, issuers=(short, *claim.issuers[1:]))


def _month_only(candidate: Candidate) -> Candidate | None:
    claim = claim_of(candidate, 1)
    if claim is None or claim.date is None or candidate.application is None:
        return None
    month = replace(claim.date, day=None)
    certified = candidate.application.certified
    if certified is None or month.first <= certified.last:
        return None
    made = reclaim(candidate, 1, date=month)
    return repaper(made, award_paper(1), date=month.iso) if made else None


def _group(
    rule: str, wants: str, harm: Harm, names: tuple[str, ...], also: str = ""
) -> list[Change]:
    return [
        Change(rule, f"issued by {name}", issued_by(name), harm, words(wants), also=words(also))
        for name in names
    ]


UNIONS = (
    "新乡市总工会", "郑州市总工会", "河北省总工会", "新乡市红旗区总工会", "河南省教科文卫体工会",
    "新乡市人民政府", "河南省人民政府办公厅", "何南省总工会", "省忌工会", "河南省总工会女职工委员会",
)  # fmt: skip
TRADES = (
    "新乡市总工会", "河南省总工会", "中华人民共和国交通运输部", "中国水利工程协会",
    "国网河南省电力公司", "新乡市教育局", "红旗区人力资源和社会保障局", "辉县市人力资源和社会保障局",
    "新乡县人力资源和社会保障局", "新乡市人力资原和社会保障局", "人力资源和社会保障局",
    "新乡市人民政府", "河南省职业技能鉴定指导中心", "河北省人力资源和社会保障厅",
)  # fmt: skip
ORGANISERS = (
    "新乡市教育局", "新乡市总工会", "中国烹饪协会", "河南省教育厅", "红旗区人力资源和社会保障局",
    "封丘县人力资源和社会保障局", "新乡市人力资源和社会保障厅", "新乡市职业技能竞赛组织委员会",
    "河南省交通建设集团有限公司",
)  # fmt: skip

TRAPS = (
    *_group("H61", "award item1", Harm.CONTRADICTION, bodies.BELOW_LEVEL, "A3a"),
    *_group("H61", "award item1", OPEN, bodies.NOT_A_GOVERNMENT, "A3a A6"),
    *_group("H61", "award item1", DOUBT, bodies.UNCERTAIN, "A3a"),
    *_group("H61", "award item1", DOUBT, bodies.NEAR_NAMES, "A3a"),
    *_group("H61", "award item1", OPEN, bodies.NEAR_BUT_CLASSED, "A3a"),
    *(
        Change("H61", f"issued by {name} in {day[:4]}", both(issued_by(name), dated(day)), OPEN, ITEM1,
               words("model"), words("A3a"))
        for name, day in bodies.EXPIRED_NAMES
    ),
    Change("H61", "省政府 of another province", _another_province, OPEN, GOVERNMENT,
           also=words("A3a A4b")),
    *_group("H62", "award item2", OPEN, UNIONS, "A3a"),
    Change("H62", "五一劳动奖状", honoured("河南省五一劳动奖状"), OPEN, words("award item2"), also=words("A2b")),
    Change("H62", "工人先锋号", honoured("河南省工人先锋号"), OPEN, words("award item2"), also=words("A2b")),
    Change("H62", "another honour of the union", honoured("河南省优秀工会工作者"), OPEN, words("award item2")),
    Change("H62", "奖章 of the city", honoured("新乡市五一劳动奖章"), OPEN, words("award item2")),
    *_group("H63", "award item3", OPEN, TRADES, "A3a"),
    Change("H63", "another honour", honoured("河南省技术标兵"), OPEN, words("award item3")),
    Change("H63", "中原技能大奖", honoured("中原技能大奖"), DOUBT, words("award item3")),
    Change("H63", "青年岗位能手", honoured("河南省青年岗位能手"), OPEN, words("award item3")),
    *_group("H64", "award item4", OPEN, ORGANISERS, "A3a"),
    *(
        Change("H64", f"rank {rank or 'blank'}", _ranked(rank), OPEN, words("award item4"),
               also=words("A3a"))
        for rank in ("优秀奖", "优胜奖", "鼓励奖", "四等奖", "第4名", "第6名", "组织奖", "优秀指导教师", "")
    ),
    Change("H64", "team prize", _team, OPEN, words("award item4"), also=words("A2b A4b A3a")),
    *(
        Change(f"H6{number}", f"claimed under item {number} instead of 1", _item(number), OPEN, GOVERNMENT, moves=True)
        for number in (2, 3, 4)
    ),
    Change("H66", "claimed under item 6", _item(6), DOUBT, GOVERNMENT, moves=True),
    Change("H6", "item not stated", _item(None), DOUBT, GOVERNMENT, also=words("P13"), moves=True),
    Change("H6", "item 7, which there is not", _item(7), OPEN, GOVERNMENT, also=words("P13"), moves=True),
    Change("A10", "全国劳动模范 by a provincial government or a city", honoured("全国劳动模范"), OPEN,
           GOVERNMENT, also=words("H61")),
    Change("A10", "河南省劳动模范 by a department", both(honoured("河南省劳动模范"), issued_by("河南省水利厅")),
           OPEN, words("award department"), words("joint"), words("H61 A6")),
    Change("A10", "河南省先进工作者 by a city",
           both(honoured("河南省先进工作者"), issued_by("新乡市人民政府")), OPEN, GOVERNMENT, also=words("H61")),
    Change("A4b", "document number of 河南省财政厅", coded("豫财"), DOUBT, GOVERNMENT),
    Change("A4b", "document number of 封丘县人民政府办公室", coded("封政办"), DOUBT, GOVERNMENT),
)  # fmt: skip
"""Each breaks one rule, all papers agreeing with the claim."""

PERMITTED = (
    *(
        Change("H61", f"issued by {name} in {day[:4]}", both(issued_by(name), dated(day)), NONE,
               words("award item1 government"))
        for name, day in bodies.VALID_FORMER_NAMES
    ),
    *(
        Change("H61", f"issued by {' and '.join(names)}", issued_by(*names), NONE, GOVERNMENT)
        for names in (
            ("新乡市人民政府",), ("济源示范区管委会",), ("国务院",), ("中共中央", "国务院"),
            ("中共河南省委", "河南省人民政府"), ("中共新乡市委", "新乡市人民政府"), ("河南省政府",),
        )
    ),
    Change("H61", "issuers declared in another order", _swapped, NONE, words("award item1 joint")),
    Change("H61", "declared by the short name", _short_city, NONE, words("award item1")),
    *(
        Change("H64", f"rank {rank}", _ranked(rank), NONE, words("award item4"))
        for rank in ("一等奖", "三等奖", "特等奖")
    ),
    Change("A4b", "day of the award to the month only", _month_only, NONE, words("award")),
)  # fmt: skip
"""Each stays on the right side of a boundary."""
