"""Claims whose papers are missing, doubtful or disagree: A1, A2b, A3b, A4b, A6, P13."""

from __future__ import annotations

import datetime as dt

from benchmarks.safety_cases.candidates import Candidate, claim_of, reclaim, repaper
from benchmarks.safety_cases.changes import (
    Change,
    Edit,
    Harm,
    both,
    claimed,
    doubtful,
    missing,
    printed,
    words,
)  # fmt: skip
from benchmarks.safety_cases.papers import award_paper, decision_paper
from benchmarks.safety_cases.traps_issuers import coded, dated, honoured
from evidence.dates import PartialDate

DOUBT, NONE, OPEN, WRONG = Harm.DOUBT, Harm.NONE, Harm.OPEN, Harm.CONTRADICTION
AWARD, ITEM1, DEPARTMENT = words("award"), words("award item1"), words("award department")
CERTIFICATE, DOCUMENT = award_paper(1), decision_paper(1)


def around_certificate(days: int, precision: str = "day") -> Edit:
    """The award is dated some days after the 二级 certificate, everywhere."""

    def run(candidate: Candidate) -> Candidate | None:
        application = candidate.application
        if application is None or application.certified is None:
            return None
        day = application.certified.last + dt.timedelta(days=days)
        made = {
            "day": PartialDate(day.year, day.month, day.day),
            "month": PartialDate(day.year, day.month),
            "year": PartialDate(day.year),
        }[precision]
        claim = claim_of(candidate, 1)
        if claim is None or claim.date is None:
            return None
        number = claim.document_number.replace(f"〔{claim.date.year}〕", f"〔{made.year}〕")
        title = claim.document_title.replace(f"{claim.date.year}年", f"{made.year}年")
        done = reclaim(candidate, 1, date=made, document_number=number, document_title=title)
        done = repaper(done, CERTIFICATE, date=made.iso, document_number=number) if done else None
        return (
            repaper(done, DOCUMENT, date=made.iso, document_number=number, title=title)
            if done
            else None
        )

    return run


def _unnamed(candidate: Candidate) -> Candidate | None:
    return repaper(candidate, DOCUMENT, named_person=["韩玉珍", "宋建华", "崔永利"])


def _nearly_named(candidate: Candidate) -> Candidate | None:
    if candidate.application is None:
        return None
    near = candidate.application.name[:-1] + "鑫"
    return repaper(candidate, DOCUMENT, named_person=["韩玉珍", near, "崔永利"])


def _only_one_issuer(candidate: Candidate) -> Candidate | None:
    claim = claim_of(candidate, 1)
    if claim is None or len(claim.issuers) < 2:
        return None
    one = claim.issuers[0]
    return repaper(candidate, CERTIFICATE, issuer=one, seal_text=one)


def _internal(candidate: Candidate) -> Candidate | None:
    """A department that commends its own offices and subordinate units (第六条)."""
    claim = claim_of(candidate, 1)
    if claim is None:
        return None
    title = f"{' '.join(claim.issuers)}关于表彰厅直属单位先进工作者的决定"
    honour = "厅直属单位先进工作者"
    made = reclaim(candidate, 1, title=honour, document_title=title)
    made = repaper(made, CERTIFICATE, honour=honour) if made else None
    return (
        repaper(made, DOCUMENT, title=title, honour=honour, addressee="厅机关各处室、厅直属各单位")
        if made
        else None
    )


def _nobody_addressed(candidate: Candidate) -> Candidate | None:
    """A department's document that does not show whom it is addressed to."""
    claim = claim_of(candidate, 1)
    if claim is None:
        return None
    title = f"{' '.join(claim.issuers)}关于表彰先进工作者的决定"
    made = reclaim(candidate, 1, title="先进工作者", document_title=title)
    made = repaper(made, CERTIFICATE, honour="先进工作者") if made else None
    return (
        repaper(made, DOCUMENT, title=title, honour="先进工作者", addressee=None) if made else None
    )


def _praised(candidate: Candidate) -> Candidate | None:
    """通报表扬 is not 表彰."""
    claim = claim_of(candidate, 1)
    if claim is None:
        return None
    title = claim.document_title.replace("关于表彰", "关于通报表扬").replace("的决定", "的通报")
    made = reclaim(candidate, 1, document_title=title)
    return repaper(made, DOCUMENT, title=title) if made else None


def _to_the_unit(candidate: Candidate) -> Candidate | None:
    if candidate.application is None:
        return None
    return repaper(candidate, CERTIFICATE, recipient=candidate.application.employer)


def _something_else(candidate: Candidate) -> Candidate | None:
    claim = claim_of(candidate, 1)
    if claim is None or not claim.document_title:
        return None
    return repaper(candidate, DOCUMENT, title="关于印发2003年工作要点的通知")


def _with_others(candidate: Candidate) -> Candidate | None:
    if candidate.application is None:
        return None
    return repaper(candidate, CERTIFICATE, recipient=f"{candidate.application.name}等3人")


def _longer_name(candidate: Candidate) -> Candidate | None:
    if candidate.application is None:
        return None
    longer = candidate.application.name + "东"
    return repaper(candidate, DOCUMENT, named_person=["韩玉珍", longer, "崔永利"])


def _one_digit_off(candidate: Candidate) -> Candidate | None:
    claim = claim_of(candidate, 1)
    if claim is None or not claim.document_number.endswith("号"):
        return None
    digit = (int(claim.document_number[-2]) + 1) % 10
    return repaper(candidate, DOCUMENT, document_number=f"{claim.document_number[:-2]}{digit}号")


def _renumbered(candidate: Candidate, number: str) -> Candidate | None:
    """Claim, certificate and document carry this document number."""
    made = reclaim(candidate, 1, document_number=number)
    made = repaper(made, CERTIFICATE, document_number=number) if made else None
    return repaper(made, DOCUMENT, document_number=number) if made else None


def _impossible_year(candidate: Candidate) -> Candidate | None:
    claim = claim_of(candidate, 1)
    if claim is None or "〔20" not in claim.document_number:
        return None
    return _renumbered(candidate, claim.document_number.replace("〔20", "〔19"))


def _early_number(candidate: Candidate) -> Candidate | None:
    claim = claim_of(candidate, 1)
    if claim is None or claim.date is None:
        return None
    year = claim.date.year
    if f"〔{year}〕" not in claim.document_number:
        return None
    return _renumbered(candidate, claim.document_number.replace(f"〔{year}〕", f"〔{year - 4}〕"))


TRAPS = (
    Change("A1", "a day before the certificate", around_certificate(-1), WRONG, AWARD),
    Change("A1", "years before the certificate", around_certificate(-1500), WRONG, AWARD),
    Change("A1", "on the day of the certificate", around_certificate(0), DOUBT, AWARD),
    Change("A1", "in the month of the certificate", around_certificate(0, "month"), DOUBT, AWARD),
    Change("A1", "in the year of the certificate", around_certificate(0, "year"), DOUBT, AWARD),
    Change("A1", "day of the award blank", claimed(date=None), DOUBT, AWARD, also=words("A4b P13")),
    Change("A2b", "先进集体", honoured("防汛救灾先进集体"), WRONG, ITEM1),
    Change("A2b", "文明单位", honoured("文明单位"), WRONG, ITEM1),
    *(
        Change("A2b", honour, honoured(honour), OPEN, ITEM1)
        for honour in ("先进党支部", "模范班组", "优秀团队", "文明家庭", "先进单位代表")
    ),
    Change("A2b", "certificate made out to the person and others", _with_others, OPEN, AWARD,
           also=words("A4b P2 H64")),
    Change("A2b", "certificate made out to the unit", _to_the_unit, WRONG, AWARD, also=words("A4b P2 H64")),
    Change("A4b", "no certificate", missing(CERTIFICATE), DOUBT, AWARD),
    Change("A4b", "no document", missing(DOCUMENT), DOUBT, AWARD),
    Change("A4b", "certificate of another person", printed(CERTIFICATE, recipient="贺文涛"), WRONG,
           AWARD, also=words("P2 A2b")),
    Change("A4b", "certificate without a name", printed(CERTIFICATE, recipient=None), DOUBT, AWARD,
           also=words("A2b")),
    Change("A4b", "document does not name the person", _unnamed, OPEN, AWARD),
    Change("A4b", "document names somebody like the person", _nearly_named, OPEN, AWARD),
    Change("A4b", "document names somebody whose name begins alike", _longer_name, OPEN, AWARD),
    Change("A4b", "document's number differs by one digit", _one_digit_off, WRONG, AWARD),
    Change("A4b", "document number of a year that cannot be", _impossible_year, DOUBT, AWARD,
           also=words("P13")),
    Change("A4b", "document number of four years before the award", _early_number, OPEN, AWARD),
    Change("A4b", "document of another day", printed(DOCUMENT, date="2008-01-15"), OPEN, AWARD,
           also=words("A1")),
    Change("A1", "dated after the batch came in", dated("2024-12-20"), OPEN, AWARD, words("period"), also=words("A4b")),
    Change("A4b", "document names nobody", printed(DOCUMENT, named_person=None), DOUBT, AWARD),
    Change("A4b", "certificate of another issuer",
           printed(CERTIFICATE, issuer="红旗区人民政府", seal_text="红旗区人民政府"), OPEN, AWARD,
           also=words("H61 H62 H63 H64 A3a")),
    Change("A4b", "seal of another issuer", printed(CERTIFICATE, seal_text="红旗区人民政府"), OPEN, ITEM1,
           also=words("H61 A3a")),
    Change("A4b", "document of another issuer",
           printed(DOCUMENT, issuer="封丘县人民政府", seal_text="封丘县人民政府"), OPEN, AWARD,
           also=words("H61 H62 H63 H64 A3a A6")),
    Change("A4b", "certificate without issuer", printed(CERTIFICATE, issuer=None, seal_text=None),
           DOUBT, AWARD, also=words("H61 H62 H63 H64 A3a")),
    Change("A4b", "certificate shows one of two issuers", _only_one_issuer, OPEN, words("award joint"),
           also=words("H61 A3a A10")),
    Change("A4b", "document of another number", printed(DOCUMENT, document_number="新政文〔2003〕211号"),
           WRONG, AWARD),
    Change("A4b", "document without a number", printed(DOCUMENT, document_number=None), DOUBT, AWARD),
    Change("A4b", "certificate cites another number",
           printed(CERTIFICATE, document_number="新政文〔2003〕211号"), WRONG, AWARD),
    Change("A4b", "certificate of another honour", printed(CERTIFICATE, honour="爱国卫生先进个人"), OPEN,
           ITEM1),
    Change("A4b", "certificate of another contest",
           printed(CERTIFICATE, contest="2009年全市焊工比武"), OPEN, words("award item4"), also=words("H64")),
    Change("A4b", "certificate of a lower rank", printed(CERTIFICATE, rank="优秀奖"), WRONG,
           words("award item4"), also=words("H64 A3a")),
    Change("A4b", "certificate of another day", printed(CERTIFICATE, date="2008-01-15"), OPEN, AWARD,
           also=words("A1")),
    *(
        Change("A4b", f"certificate's {field} doubtful", doubtful(CERTIFICATE, field), DOUBT, wants,
               also=words("H61 H62 H63 H64 A2b A3a A1"))
        for field, wants in (
            ("honour", ITEM1),
            ("rank", words("award item4")), ("contest", words("award item4")),
        )
    ),
    *(
        Change("A4b", f"document's {field} doubtful", doubtful(DOCUMENT, field), DOUBT, AWARD,
               also=words("H61 H62 H63 H64 A6 A1"))
        for field in ("document_number", "named_person")
    ),
    # the name on a paper concerns P2 too, which bears whether or not the claim is needed
    Change("A4b", "certificate's recipient doubtful", doubtful(CERTIFICATE, "recipient"), OPEN, AWARD,
           also=words("A2b P2")),
    # one doubtful reading may be settled by another that agrees; here there is no other
    Change("A4b", "issuer doubtful on every paper and seal",
           both(doubtful(CERTIFICATE, "issuer", "seal_text"), doubtful(DOCUMENT, "issuer", "seal_text", "title")),
           DOUBT, AWARD, also=words("H61 H62 H63 H64 A3a A6")),
    Change("A4b", "day of the award doubtful on every paper",
           both(doubtful(CERTIFICATE, "date"), doubtful(DOCUMENT, "date")), DOUBT, AWARD, also=words("A1")),
    Change("A4b", "document's title is of something else",
           _something_else, OPEN, words("award"), also=words("A6")),
    Change("A6", "department commends its own units", _internal, WRONG, DEPARTMENT),
    Change("A6", "department, audience unknown", _nobody_addressed, DOUBT, DEPARTMENT),
    Change("A4b", "通报表扬", _praised, DOUBT, ITEM1, also=words("H61 A4a P13")),
    Change("A4b", "no certificate for either of two claims",
           both(missing(award_paper(1)), missing(award_paper(2))), DOUBT, words("two")),
    Change("A3b", "the higher of two prizes of one contest is not proven", missing(CERTIFICATE), DOUBT,
           words("two_prizes"), also=words("A4b")),
    Change("A4b", "neither of two prizes is proven",
           both(missing(award_paper(1)), missing(award_paper(2))), DOUBT, words("two_prizes")),
    Change("P13", "no title", claimed(title=""), OPEN, AWARD),
    Change("P13", "no issuer", claimed(issuers=()), OPEN, AWARD),
    Change("P13", "no document title", claimed(document_title=""), DOUBT, AWARD),
    Change("P13", "no document number", claimed(document_number=""), DOUBT, AWARD),
)  # fmt: skip
"""Each breaks one rule about a claim's papers."""

PERMITTED = (
    Change("A1", "the day after the certificate", around_certificate(1), NONE, AWARD, words("period")),
    Change("A1", "a year after the certificate", around_certificate(366), NONE, AWARD, words("period")),
    Change("A4b", "certificate without a document number", printed(CERTIFICATE, document_number=None),
           NONE, AWARD),
    Change("A4b", "document number of a code nobody knows well", coded("新表彰"), NONE,
           words("award item1 government")),
)  # fmt: skip
"""Each stays on the right side of a boundary."""
