"""Fields of patent certificates (专利证书): the three types in the layouts of all years.

Source: facts.md §2. Before 2018-12 paper with 印花税标, then QR code and a
second page, since about 2024 one page with 申请日时发明人 on it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from evidence.documents import Certainty, Field
from evidence.names import body_name, normal_text
from evidence.patent_numbers import TYPE_LABELS, GrantNumber, PatentNumber, PatentType
from extractors.documents import thresholds
from extractors.documents.bodies import is_body
from extractors.documents.certainty import Judge
from extractors.documents.dates_on_page import DateFound, dates_in, whole_date
from extractors.documents.labels import (
    Labelled,
    LabelTable,
    first_rows,
    labelled,
    values_of,
    wrapped,
)
from extractors.documents.layout import page_passage
from extractors.documents.page_text import PageText, other_lines
from extractors.documents.passages import CELL, ROW, Passage, joined, passage
from extractors.documents.patent_numbers_on_page import (
    PatentNumberFound,
    grant_number_in_address,
    grant_numbers_in,
    patent_numbers_in,
)
from extractors.documents.people import (
    PersonFound,
    people_in,
    split_by_other_readings,
    split_by_twin,
)
from extractors.documents.seal_text import ring_readings, seal_bodies, seal_field

REQUIRED = ("patent_number", "title", "inventor", "patentee", "application_date", "grant_date")

_STOPS = re.compile(
    r"国家知识产权局依照|本(?:发明|实用新型|外观设计)经|专利证书记载|专利权自授权|该专利|"
    r"第[0-9]+页|专利权人应当|局\t?长[\n\t]|其他事项"
)
_FRONT = LabelTable(
    {
        "发明名称": "title",
        "实用新型名称": "title",
        "外观设计名称": "title",
        "使用外观设计的产品名称": "title",
        "发明人": "inventor",
        "设计人": "inventor",
        "专利号": "patent_number",
        "专利申请日": "application_date",
        "申请日": "application_date",
        "专利权人": "patentee",
        "地址": "",
        "址": "",
        "授权公告日": "grant_date",
        "授权公告号": "grant_number",
        "证书号": "",
        "申请日时申请人": "",
        "申请日时发明人": "inventor_at_filing",
        "申请日时设计人": "inventor_at_filing",
        "国籍": "",
    },
    _STOPS,
)
_BACK = LabelTable(
    {
        "申请人": "",
        "发明人": "inventor_at_filing",
        "设计人": "inventor_at_filing",
        "专利号": "patent_number",
        "原专利权人名称": "",
        "原专利权人地址、邮政编码": "",
        "原国籍或注册的国家或地区": "",
        "现专利权人名称": "patentee",
        "现专利权人地址、邮政编码": "",
        "现国籍或注册的国家或地区": "",
        "著录项目变更生效日": "",
        "地址": "",
        "证书号": "",
    },
    _STOPS,
)
_TYPE = re.compile(r"(发明|实用新型|外观设计)\t?专利\t?证书")
_TYPE_BY_TITLE = re.compile(r"(发明|实用新型|外观设计)名称")
_CERTIFICATE = re.compile(r"证\t?书\t?号[:\t]*第?\t?([0-9OoIl|]{4,9})\t?号?")
_DIGITS = str.maketrans({**dict.fromkeys("Oo", "0"), **dict.fromkeys("Il|", "1")})
_ISSUER = re.compile(r"(?:中华人民共和国)?国家知识产权局|中华人民共和国专利局|中国专利局")
_BARCODE = re.compile(r"(?:\d{12}|\d{8})[0-9X]")
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_BACK_PAGE = re.compile(r"第[2-9]页|专利登记簿用章|记载的申请人|专利权转移")


def patent_certificate(pages: Sequence[PageText], judge: Judge) -> list[Field]:
    """All fields of one certificate, its continuation pages included."""
    texts = [page_passage(page) for page in pages]
    found: list[Labelled] = []
    for text in texts:
        table = _BACK if _BACK_PAGE.search(text.text) and not _TYPE.search(text.text) else _FRONT
        found += labelled(text, table)
    whole = joined(texts)
    kind, fields = _patent_type(whole, judge)
    barcodes = [code.text for page in pages for code in page.barcodes]
    fields += _patent_number(found, whole, barcodes, judge)
    fields += _certificate_number(whole, judge)
    fields += _title(found, judge)
    fields += _inventors(found, judge)
    fields += _patentees(found, judge)
    fields += _dates(found, whole, judge)
    fields += _grant_number(found, whole, kind, barcodes, judge)
    fields += _addresses(pages)
    fields += _issuer(whole, pages, judge)
    return fields


def number_field(
    number: PatentNumber, at: Passage, judge: Judge, barcodes: Sequence[str] = ()
) -> Field:
    """The field `patent_number`: certain only by its check digit."""
    agreed, doubt = [], None
    codes = [code for code in barcodes if _BARCODE.fullmatch(code)]
    if number.digits + number.check in codes:
        agreed.append("barcode")
    if number.check_holds:
        agreed.append("check_digit")
    elif number.check_holds is None:
        doubt = "no check digit is printed"
    else:
        doubt = "the check digit is wrong"
    return judge.field(
        "patent_number",
        number.normal,
        at,
        least=thresholds.NUMBER,
        agreed=agreed,
        settled=number.check_holds is True,
        doubt=doubt,
    )


def person_fields(name: str, people: Sequence[PersonFound], judge: Judge) -> list[Field]:
    """One field per name of a list, in printed order."""
    return [
        judge.field(name, one.name, one.passage, least=thresholds.NAME, doubt=one.doubt)
        for one in people
        if one.name
    ]


def patentees_in(value: Passage) -> list[Passage]:
    """The names of patentees: separated by `;`, read as `:` too, or by a line wrap between names."""
    names: list[Passage] = []
    for part in value.parts(re.compile(f"[;:,、{CELL}]")):
        held: list[Passage] = []
        for row in part.by_row():
            before = body_name(joined(held).flat().text)
            whole = is_body(before) and is_body(body_name(row.text))
            if held and whole and not before.endswith(("大学", "集团", "科学院")):
                names.append(joined(held).flat())
                held = []
            held.append(row)
        names.append(joined(held).flat())
    return [name.stripped() for name in names if name.stripped().text]


def _patent_type(whole: Passage, judge: Judge) -> tuple[PatentType | None, list[Field]]:
    match = _TYPE.search(whole.text) or _TYPE_BY_TITLE.search(whole.text)
    if match is None:
        return None, []
    kind = TYPE_LABELS[match[1]]
    at = whole.group(match)
    return kind, [judge.field("patent_type", kind.value, at, least=thresholds.TEXT)]


def _patent_number(
    found: list[Labelled], whole: Passage, barcodes: list[str], judge: Judge
) -> list[Field]:
    places = [first_rows(value, 2) for value in values_of(found, "patent_number")]
    numbers = [number for place in places for number in patent_numbers_in(place)]
    numbers += [n for n in patent_numbers_in(whole) if n.passage.text.upper().startswith("ZL")]
    if not any(number.number.check_holds for number in numbers[:1]):
        # Where passes over the line differ, the check digit settles which read it right.
        again = [n for place in places for n in _read_otherwise(place) if n.number.check_holds]
        numbers = again + numbers
    # A page of another patent bound behind this one shows in a second valid number.
    others = [
        number
        for place in places
        for number in patent_numbers_in(place)[:1]
        if number.number.check_holds and number.number.digits != numbers[0].number.digits
    ]
    return [number_field(n.number, n.passage, judge, barcodes) for n in (*numbers[:1], *others[:1])]


def _read_otherwise(place: Passage) -> list[PatentNumberFound]:
    return [
        number
        for line in place.used
        for other in other_lines(line)
        for number in patent_numbers_in(passage([[other]]))
    ]


def _certificate_number(whole: Passage, judge: Judge) -> list[Field]:
    match = _CERTIFICATE.search(whole.text)
    if match is None:
        return []
    value = match[1].translate(_DIGITS)
    at = whole.group(match, 1)
    return [judge.field("certificate_number", value, at, least=thresholds.NUMBER)]


def _title(found: list[Labelled], judge: Judge) -> list[Field]:
    for value in values_of(found, "title"):
        title = wrapped(value, 1.2).stripped(" \t\n:.·,").flat()
        if title.text:
            return [judge.field("title", normal_text(title.text), title, least=thresholds.TEXT)]
    return []


def _inventors(found: list[Labelled], judge: Judge) -> list[Field]:
    lists = {}
    for name in ("inventor", "inventor_at_filing"):
        values = values_of(found, name)
        people = people_in(_before_number(wrapped(values[0], 1.2)).stripped()) if values else []
        lists[name] = [part for one in people for part in split_by_other_readings(one)]
    now, then = lists["inventor"], lists["inventor_at_filing"]
    now_apart = [part for one in now for part in split_by_twin(one, then)]
    then_apart = [part for one in then for part in split_by_twin(one, now)]
    return [
        *person_fields("inventor", _unless_cut(now_apart, then_apart), judge),
        *person_fields("inventor_at_filing", _unless_cut(then_apart, now_apart), judge),
    ]


def _before_number(value: Passage) -> Passage:
    """A list of names up to a patent number whose own label was not read as one."""
    match = re.search(r"(?:专?\t?.?\t?利\t?号.{0,2})?ZL\t?[0-9]", value.text)
    return value.cut(0, match.start()) if match else value


def _unless_cut(names: list[PersonFound], others: list[PersonFound]) -> list[PersonFound]:
    """The names, the last in doubt where the other list begins alike and goes on."""
    known = [one.name for one in names]
    longer = len(others) > len(names) > 0 and [o.name for o in others[: len(names)]] == known
    if not longer:
        return names
    doubt = f"the other list of inventors goes on with {others[len(names)].name}"
    return [*names[:-1], replace(names[-1], doubt=names[-1].doubt or doubt)]


def _patentees(found: list[Labelled], judge: Judge) -> list[Field]:
    values = values_of(found, "patentee")
    if not values:
        return []
    # A later page that records a transfer states the present owner.
    return [
        judge.field("patentee", body_name(name.text), name, least=thresholds.NAME)
        for name in patentees_in(wrapped(values[-1], 1.2).stripped())
    ]


def _dates(found: list[Labelled], whole: Passage, judge: Judge) -> list[Field]:
    fields = []
    signed = [date for row in whole.by_line() if (date := whole_date(row)) is not None]
    for name in ("application_date", "grant_date"):
        dates = [d for value in values_of(found, name) for d in dates_in(first_rows(value, 2))]
        if dates:
            fields.append(_date_field(name, dates[0], signed, judge))
        elif name == "grant_date" and signed and not _BACK_PAGE.search(whole.text):
            last = signed[-1]
            fields.append(
                judge.field(
                    name,
                    last.date.iso,
                    last.passage,
                    least=thresholds.DATE,
                    doubt="taken from the date of signature, no 授权公告日 was read",
                )
            )
    return fields


def _date_field(name: str, found: DateFound, signed: list[DateFound], judge: Judge) -> Field:
    repeated = name == "grant_date" and any(one.date == found.date for one in signed)
    doubt = "the date is cut off" if found.cut_off or found.date.day is None else None
    return judge.field(
        name,
        found.date.iso,
        found.passage,
        least=thresholds.DATE,
        agreed=["repeated"] if repeated else [],
        doubt=doubt,
    )


def _grant_number(
    found: list[Labelled],
    whole: Passage,
    kind: PatentType | None,
    barcodes: list[str],
    judge: Judge,
) -> list[Field]:
    coded = [n for code in barcodes if (n := grant_number_in_address(code)) is not None]
    for place in (*values_of(found, "grant_number"), whole):
        numbers = grant_numbers_in(first_rows(place, 2) if place is not whole else whole, kind)
        if numbers:
            one = numbers[0]
            agreed = ["qr_code"] if one.number in coded else []
            doubt = _grant_doubt(one.number, kind, coded, mended=one.mended)
            value, at = str(one.number), one.passage
            return [
                judge.field(
                    "grant_number", value, at, least=thresholds.NUMBER, agreed=agreed, doubt=doubt
                )
            ]
    return []


def _grant_doubt(
    number: GrantNumber, kind: PatentType | None, coded: list[GrantNumber], *, mended: bool
) -> str | None:
    if coded and number not in coded:
        return f"the QR code says {coded[0]}"
    if kind is not None and not number.fits(kind):
        return f"the kind code {number.kind} is not one of this type of patent"
    if mended and not coded:
        return "the kind letter was not read clearly"
    return None


def _addresses(pages: Sequence[PageText]) -> list[Field]:
    """The address in the QR code; another's only where no code holds the office's own.

    It is kept for the rules to judge: a certificate's code leads nowhere else.
    """
    codes = [(page, code) for page in pages for code in page.barcodes if _ADDRESS.match(code.text)]
    own = [one for one in codes if grant_number_in_address(one[1].text) is not None]
    return [
        Field(
            name="qr_url",
            value=code.text,
            raw=code.text,
            page=page.number,
            box=code.box,
            confidence=1.0,
            reader="zxing",
            certainty=Certainty.CERTAIN,
            sources=("qr_code",),
        )
        for page, code in (own or codes)[:1]
    ]


def _issuer(whole: Passage, pages: Sequence[PageText], judge: Judge) -> list[Field]:
    printed = [
        match
        for match in _ISSUER.finditer(whole.text)
        if whole.text[match.start() - 1 : match.start()] in ("", ROW, CELL)
    ]
    sealed = seal_bodies(pages)
    if printed:
        at = whole.group(printed[0])
        agreed = ["seal"] if any(_ISSUER.search(one.text) for one in sealed) else []
        return [judge.field("issuer", _office(at.text), at, least=thresholds.NAME, agreed=agreed)]
    ours = (seal_field("issuer", one) for one in ring_readings(pages) if _ISSUER.search(one.text))
    return [replace(field, value=_office(field.value)) for field in ours][:1]


def _office(printed: str) -> str:
    """The office's name of today's form, without the state's that its seal puts first."""
    return printed.removeprefix("中华人民共和国") if "知识产权" in printed else printed
