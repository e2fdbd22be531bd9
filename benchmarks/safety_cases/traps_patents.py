"""Traps in patents: A9 (certificate and official result), H65 (count, kind, rank), A1, A3b."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from benchmarks.safety_cases.candidates import (
    Candidate,
    claim_of,
    reclaim,
    repaper,
    rerecord,
    without,
)  # fmt: skip
from benchmarks.safety_cases.changes import (
    Change,
    Edit,
    Harm,
    claimed,
    doubtful,
    missing,
    printed,
    recorded,
    words,
)  # fmt: skip
from benchmarks.safety_cases.papers import patent_paper
from benchmarks.safety_cases.patents import number, wrong_check
from benchmarks.safety_cases.people import date
from evidence.applications import Claim
from evidence.register import RecordSource

DOUBT, NONE, OPEN, WRONG = Harm.DOUBT, Harm.NONE, Harm.OPEN, Harm.CONTRADICTION
PATENT, INVENTION, MODELS = words("patent"), words("patent invention"), words("patent models")
FIRST = patent_paper(1)
EITHER = words("A9 H65")

NOT_IN_FORCE = (
    "未缴年费终止失效", "未缴年费专利权终止，等恢复", "届满终止失效",
    "放弃专利权（重复授权）", "放弃专利权（主动放弃）",
)  # fmt: skip
"""Granted, and ended since: the notice asks for 取得 and says no more, so a person decides."""
NEVER_GRANTED = ("驳回失效", "撤回专利申请", "逾期视撤失效", "视为放弃失效", "无效宣告失效")
PENDING = (
    "进入实审",
    "一通出案待答复",
    "等待颁证公告",
    "等年登印费",
    "待发授权办登通知书",
    "等待申请费",
)


def everywhere(**values: str) -> Edit:
    """Claim 1, its certificate and its record say this, by the names of batch-format."""
    english = {"发明": "invention", "实用新型": "utility_model", "外观设计": "design"}

    def run(candidate: Candidate) -> Candidate | None:
        plain = {name: english.get(value, value) for name, value in values.items()}
        made = repaper(candidate, FIRST, **plain)
        made = rerecord(made, 1, **plain) if made else None
        declared: dict[str, object] = {
            name: values[name]
            for name in ("patent_number", "patent_type", "title")
            if name in values
        }
        if "grant_date" in values:
            declared["date"] = date(values["grant_date"])
        return reclaim(made, 1, **declared) if made else None

    return run


def _numbered(candidate: Candidate) -> Claim | None:
    """Claim 1, if it states a patent number."""
    claim = claim_of(candidate, 1)
    return claim if claim is not None and claim.patent_number else None


def _number_with_wrong_check(candidate: Candidate) -> Candidate | None:
    claim = _numbered(candidate)
    if claim is None:
        return None
    return everywhere(patent_number=wrong_check(claim.patent_number))(candidate)


def _wrong_check_without_record(candidate: Candidate) -> Candidate | None:
    made = _number_with_wrong_check(candidate)
    return replace(made, records=made.records[1:]) if made else None


def _unrecorded(candidate: Candidate) -> Candidate | None:
    return replace(candidate, records=candidate.records[1:]) if candidate.records else None


def _printout(candidate: Candidate) -> Candidate | None:
    return rerecord(
        candidate, 1, source=RecordSource.APPLICANT, site="cpquery", applicant=candidate.id
    )


def _another_type_digit(digit: str) -> Edit:
    """Number, check digit and all: the digit says one kind, everything else the old kind."""

    def run(candidate: Candidate) -> Candidate | None:
        claim = _numbered(candidate)
        if claim is None:
            return None
        old = claim.patent_number
        return everywhere(patent_number=number(int(old[2:6]), digit, int(old[7:14])))(candidate)

    return run


def _design(candidate: Candidate) -> Candidate | None:
    """A design patent in perfect order."""
    claim = _numbered(candidate)
    if claim is None:
        return None
    old = claim.patent_number
    return everywhere(
        patent_number=number(int(old[2:6]), "3", int(old[7:14])),
        patent_type="外观设计",
        grant_number="CN306123456S",
    )(candidate)


def _crew(
    candidate: Candidate, place: int | None, size: int, stated: int | None
) -> Candidate | None:
    """Certificate and record list the applicant at `place` of `size`; the claim says `stated`."""
    if candidate.application is None:
        return None
    others = ["苏文杰", "魏东升", "薛梅", "任保国", "彭丽", "侯建设", "叶明", "康永强"][:size]
    names = list(others)
    if place is not None:
        names = others[: size - 1]
        names.insert(place - 1, candidate.application.name)
    made = repaper(candidate, FIRST, inventor=names)
    made = rerecord(made, 1, inventors=tuple(names)) if made else None
    return reclaim(made, 1, inventor_rank=stated) if made else None


def _ranked(place: int | None, size: int, stated: int | None) -> Edit:
    return lambda candidate: _crew(candidate, place, size, stated)


def _only_owner(candidate: Candidate) -> Candidate | None:
    """The applicant owns the patent but did not invent it."""
    if candidate.application is None:
        return None
    name = candidate.application.name
    made = _crew(candidate, None, 3, 1)
    made = repaper(made, FIRST, patentee=name) if made else None
    return rerecord(made, 1, patentees=(name,)) if made else None


def _one_less(candidate: Candidate) -> Candidate | None:
    """Only one of two utility models is claimed."""
    if candidate.application is None:
        return None
    made = without(candidate, patent_paper(2))
    claims = candidate.application.claims[:1]
    if made is None:
        return None
    return replace(
        made,
        application=replace(candidate.application, claims=claims),
        records=candidate.records[:1],
    )


def _twice(candidate: Candidate) -> Candidate | None:
    """The second utility model is the first once more."""
    claim, certificate = _numbered(candidate), candidate.papers.get(FIRST)
    name = patent_paper(2)
    if claim is None or certificate is None or name not in candidate.papers:
        return None
    again = replace(
        certificate, upload=f"uploads/{candidate.id}/{name}", sha256=candidate.papers[name].sha256
    )
    made = reclaim(
        candidate, 2, patent_number=claim.patent_number, title=claim.title, date=claim.date,
        certificate_number=claim.certificate_number, inventor_rank=claim.inventor_rank,
    )  # fmt: skip
    if made is None:
        return None
    return replace(made, papers={**made.papers, name: again}, records=made.records[:1])


def _same_title(candidate: Candidate) -> Candidate | None:
    """Two numbers, one title: the same thing filed twice."""
    claim = _numbered(candidate)
    if claim is None:
        return None
    made = reclaim(candidate, 2, title=claim.title)
    made = repaper(made, patent_paper(2), title=claim.title) if made else None
    return rerecord(made, 2, title=claim.title) if made else None


def _certified_between(candidate: Candidate) -> Candidate | None:
    """Filed before the 二级 certificate, granted after it (第一条: 取得)."""
    application = candidate.application
    if application is None or application.certified is None:
        return None
    early = application.certified.last - dt.timedelta(days=40)
    claim = _numbered(candidate)
    if claim is None:
        return None
    old = claim.patent_number
    moved = number(early.year, old[6], int(old[7:14]))
    return everywhere(application_date=early.isoformat(), patent_number=moved)(candidate)


def _granted(days: int) -> Edit:
    """Granted some days after the 二级 certificate, filed two years before the grant."""

    def run(candidate: Candidate) -> Candidate | None:
        application, claim = candidate.application, _numbered(candidate)
        if application is None or application.certified is None or claim is None:
            return None
        grant = application.certified.last + dt.timedelta(days=days)
        filed = grant - dt.timedelta(days=700)
        old = claim.patent_number
        moved = number(filed.year, old[6], int(old[7:14]))
        return everywhere(
            application_date=filed.isoformat(), grant_date=grant.isoformat(), patent_number=moved
        )(candidate)

    return run


def _granted_that_year(candidate: Candidate) -> Candidate | None:
    """Granted in the year of the certificate, nobody says on which day."""
    application, made = candidate.application, _granted(0)(candidate)
    if made is None or application is None or application.certified is None:
        return None
    return everywhere(grant_date=str(application.certified.year))(made)


def _filed_after_its_number(candidate: Candidate) -> Candidate | None:
    """The number's year is earlier than the filing date, which cannot be."""
    claim = _numbered(candidate)
    if claim is None:
        return None
    year = int(claim.patent_number[2:6])
    return everywhere(application_date=f"{year + 1}-02-03")(candidate)


def _granted_before_filing(candidate: Candidate) -> Candidate | None:
    claim = _numbered(candidate)
    if claim is None or claim.date is None:
        return None
    return everywhere(application_date=f"{claim.date.year + 1}-01-05")(candidate)


def _inventors_changed(candidate: Candidate) -> Candidate | None:
    """The applicant became an inventor only after filing."""
    if candidate.application is None or FIRST not in candidate.papers:
        return None
    names = [one.value for one in candidate.papers[FIRST].all("inventor")]
    at_filing = [one for one in names if one != candidate.application.name] or ["苏文杰"]
    return repaper(candidate, FIRST, inventor_at_filing=at_filing)


def _spaced(candidate: Candidate) -> Candidate | None:
    claim = _numbered(candidate)
    if claim is None:
        return None
    old = claim.patent_number
    return reclaim(candidate, 1, patent_number=f"{old[:2]} {old[2:6]} {old[6]} {old[7:]}")


def _longer_name(candidate: Candidate) -> Candidate | None:
    if candidate.application is None:
        return None
    names = ("苏文杰", candidate.application.name + "东")
    made = repaper(candidate, FIRST, inventor=list(names))
    return rerecord(made, 1, inventors=names) if made else None


TRAPS = (
    Change("A9", "no certificate", missing(FIRST), DOUBT, PATENT, also=words("H65")),
    Change("A9", "no official record", _unrecorded, DOUBT, PATENT),
    Change("A9", "only the applicant's printout", _printout, DOUBT, PATENT),
    Change("A9", "only EPO OPS", recorded(source=RecordSource.EPO_OPS, site="ops", legal_status="",
           case_status=""), DOUBT, PATENT),
    Change("A9", "check digit wrong everywhere", _number_with_wrong_check, OPEN, PATENT),
    Change("A9", "check digit wrong, no record", _wrong_check_without_record, OPEN, PATENT),
    Change("A9", "certificate of another number",
           printed(FIRST, patent_number=number(2017, "1", 1060186)), WRONG, PATENT, also=words("H65")),
    Change("A9", "claim of another number", claimed(patent_number=number(2017, "1", 1060186)), WRONG,
           PATENT, also=words("H65")),
    Change("A9", "claim without a number", claimed(patent_number=""), OPEN, PATENT, also=words("H65")),
    Change("A9", "claim of another title", claimed(title="一种便携式水质采样器"), WRONG, PATENT),
    Change("A9", "certificate of another title", printed(FIRST, title="一种便携式水质采样器"), WRONG, PATENT),
    Change("A9", "certificate of another patentee", printed(FIRST, patentee="洛阳某机械厂"), WRONG, PATENT),
    Change("A9", "certificate of another grant day", printed(FIRST, grant_date="2013-05-14"), WRONG,
           PATENT, also=words("A1")),
    Change("A9", "certificate of another filing day", printed(FIRST, application_date="2010-05-14"),
           WRONG, PATENT, also=words("A1")),
    Change("A9", "certificate of another kind", printed(FIRST, patent_type="design"), WRONG, PATENT, also=EITHER),
    Change("A9", "QR code of another patent",
           printed(FIRST, qr_url="http://epub.cnipa.gov.cn/cred/CN198765432B"), WRONG, PATENT),
    Change("A9", "QR code of another site",
           printed(FIRST, qr_url="http://epub.cnipa.gov.cn.zl-query.com/cred/CN111472379B"), OPEN, PATENT),
    Change("A9", "certificate of another office", printed(FIRST, issuer="欧洲专利局"), OPEN, PATENT),
    *(
        Change("A9", f"record of another {what}", recorded(**{what: value}), WRONG, PATENT, also=also)
        for what, value, also in (
            ("title", "一种便携式水质采样器", words("")),
            ("patentees", ("郑州某科技有限公司",), words("")),
            ("application_date", "2009-02-03", words("A1")),
            ("grant_date", "2013-05-14", words("A1")),
            ("grant_number", "CN198765432B", words("")),
            ("inventors", ("苏文杰", "魏东升"), EITHER),
            ("patent_type", "design", EITHER),
        )
    ),
    Change("A9", "record of an unexamined publication", recorded(grant_number="CN111472379A"), OPEN, PATENT),
    Change("A9", "publication number of kind A everywhere", everywhere(grant_number="CN111472379A"),
           OPEN, PATENT),
    Change("A9", "kind code of a utility model on an invention", everywhere(grant_number="CN211472379U"),
           OPEN, INVENTION),
    Change("A9", "kind code of an invention on a utility model", everywhere(grant_number="CN111472379B"),
           OPEN, MODELS),
    Change("A9", "type digit of a utility model on an invention", _another_type_digit("2"), OPEN, INVENTION,
           also=EITHER),
    Change("A9", "type digit of a design on an invention", _another_type_digit("3"), OPEN, INVENTION, also=EITHER),
    Change("A9", "type digit of an invention on a utility model", _another_type_digit("1"), OPEN, MODELS,
           also=EITHER),
    *(
        Change("A9", f"status {status}", recorded(case_status=status, legal_status="失效"), DOUBT, PATENT,
               also=EITHER)
        for status in NOT_IN_FORCE
    ),
    *(
        Change("A9", f"status {status}", recorded(case_status=status, legal_status="失效"), OPEN, PATENT,
               also=EITHER)
        for status in NEVER_GRANTED
    ),
    *(
        Change("A9", f"status {status}", recorded(case_status=status, legal_status="--"), OPEN, PATENT,
               also=EITHER)
        for status in PENDING
    ),
    *(
        Change("A9", f"legal status {status}", recorded(case_status="", legal_status=status), DOUBT, PATENT,
               also=EITHER)
        for status in (
            "专利权部分无效", "未缴年费专利权终止", "专利权有效期届满", "专利权的主动放弃",
            "失效", "--", "",
        )
    ),
    *(
        Change("A9", f"legal status {status}", recorded(case_status="", legal_status=status), OPEN, PATENT,
               also=EITHER)
        for status in ("专利权全部无效", "实质审查的生效", "公布")
    ),
    Change("A9", "in force by one field, ended by the other",
           recorded(case_status="未缴年费终止失效", legal_status="授权"), DOUBT, PATENT),
    *(
        Change("A9", f"certificate's {field} doubtful", doubtful(FIRST, field), DOUBT, PATENT,
               also=words("H65 A1"))
        for field in ("patent_number", "inventor")
    ),
    *(
        Change("A9", f"record's {fields[0]} doubtful", recorded(doubts=fields), DOUBT, PATENT,
               also=words("H65 A1"))
        for fields in (("patent_number",), ("inventors", "inventor"), ("grant_date",))
    ),
    *(
        Change("A9", f"legal status {status}", recorded(case_status="", legal_status=status), OPEN, PATENT,
               also=EITHER)
        for status in ("未授权", "不予授权", "授权前撤回", "授权后终止")
    ),
    *(
        Change("A9", f"record does not show the {what}", recorded(**{what: value}), DOUBT, PATENT,
               also=words("H65 A1"))
        for what, value in (
            ("title", ""), ("inventors", ()), ("patentees", ()), ("grant_date", ""), ("patent_number", ""),
        )
    ),
    *(
        Change("A9", f"certificate without {field}", printed(FIRST, **{field: None}), DOUBT, PATENT,
               also=words("H65 A1"))
        for field in ("patent_number", "title", "inventor", "grant_date")
    ),
    Change("H65", "an inventor whose name begins alike", _longer_name, WRONG, PATENT, also=words("A9")),
    Change("A1", "granted after the batch came in", everywhere(grant_date="2024-12-17"), OPEN, INVENTION,
           also=words("A9")),
    Change("A9", "number given before the filing day", _filed_after_its_number, OPEN, INVENTION),
    Change("A9", "granted before it was filed", _granted_before_filing, OPEN, INVENTION),
    Change("H65", "sixth of seven inventors", _ranked(6, 7, 6), WRONG, PATENT),
    Change("H65", "sixth, declared fifth", _ranked(6, 7, 5), WRONG, PATENT, also=words("A9")),
    Change("H65", "third, declared second", _ranked(3, 4, 2), WRONG, PATENT, also=words("A9")),
    Change("H65", "not among the inventors", _ranked(None, 4, 2), WRONG, PATENT, also=words("A9")),
    Change("H65", "only the patentee", _only_owner, OPEN, PATENT, also=words("A9 A2b")),
    Change("H65", "inventor only after filing", _inventors_changed, OPEN, PATENT, also=words("A9")),
    Change("H65", "a design", _design, OPEN, PATENT, also=words("A9")),
    Change("H65", "one utility model", _one_less, OPEN, MODELS),
    Change("H65", "declared as a utility model", claimed(patent_type="实用新型"), WRONG, INVENTION, also=words("A9")),
    Change("A3b", "the same patent twice", _twice, WRONG, MODELS, also=words("H65")),
    Change("A3b", "two patents of one title", _same_title, DOUBT, MODELS, also=words("H65")),
    Change("A9", "second of two without a record",
           lambda candidate: replace(candidate, records=candidate.records[:1]), DOUBT, MODELS, also=words("H65")),
    Change("A9", "second of two without a certificate", missing(patent_paper(2)), DOUBT, MODELS, also=words("H65")),
    Change("A1", "filed before the certificate, granted after", _certified_between, DOUBT, INVENTION),
    Change("A1", "granted the day before the certificate", _granted(-1), WRONG, INVENTION),
    Change("A1", "granted on the day of the certificate", _granted(0), DOUBT, INVENTION),
    Change("A1", "granted to the year only", _granted_that_year, OPEN, INVENTION, also=words("A9")),
)  # fmt: skip
"""Each breaks one rule about patents."""

PERMITTED = (
    Change("H65", "fifth of seven inventors", _ranked(5, 7, 5), NONE, PATENT),
    Change("H65", "the only inventor", _ranked(1, 1, 1), NONE, PATENT),
    Change("A9", "status 等年费滞纳金, still in force", recorded(case_status="等年费滞纳金"), NONE, PATENT),
    Change("A9", "legal status alone", recorded(case_status=""), NONE, PATENT),
    Change("A9", "case status alone", recorded(legal_status=""), NONE, PATENT),
    Change("A9", "recorded by a reviewer", recorded(source=RecordSource.REVIEWER, site="cpquery"), NONE, PATENT),
    Change("A9", "certificate without a grant number, as before 2018", printed(FIRST, grant_number=None),
           NONE, PATENT),
    Change("A9", "claim number with spaces", _spaced, NONE, PATENT),
)  # fmt: skip
"""Each stays on the right side of a boundary."""
