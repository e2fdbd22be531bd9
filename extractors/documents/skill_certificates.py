"""Fields of skill certificates: 机关事业单位工人技师资格证书 and their kin.

Source: facts.md §6. The certificate's own name is kept as `title`, for a
国家职业资格证书 is a different document from the one the notice asks for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from evidence.documents import Field
from evidence.errors import NormalFormError
from evidence.names import normal_text, person_name
from extractors.documents import thresholds
from extractors.documents.bodies import bodies_in
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
from extractors.documents.page_text import PageText
from extractors.documents.passages import Passage, joined
from extractors.documents.seal_text import seal_bodies, seal_fields
from extractors.documents.signing import (
    date_field,
    issuer_fields,
    issuers_from_seals,
    signing_place,
)

_LABELS = LabelTable(
    {
        "姓名": "name",
        "性别": "",
        "民族": "",
        "出生年月": "",
        "出生日期": "",
        "身份证号": "",
        "身份证号码": "",
        "证件号码": "",
        "文化程度": "",
        "学历": "",
        "工作单位": "",
        "单位": "",
        "工种": "occupation",
        "岗位工种": "occupation",
        "技术工种": "occupation",
        "申报工种": "occupation",
        "职业及等级": "occupation",
        "工种岗位": "occupation",
        "岗位(工种)": "occupation",
        "工种(岗位)": "occupation",
        "职业": "occupation",
        "职业(工种)": "occupation",
        "职业名称": "occupation",
        "工种名称": "occupation",
        "专业": "occupation",
        "岗位名称": "occupation",
        "等级": "grade",
        "岗位等级": "grade",
        "技术等级": "grade",
        "技能等级": "grade",
        "资格等级": "grade",
        "职业等级": "grade",
        "工种等级": "grade",
        "证书编号": "certificate_number",
        "证书号": "certificate_number",
        "证书号码": "certificate_number",
        "编号": "certificate_number",
        "管理号": "",
        "发证日期": "date",
        "发证时间": "date",
        "批准日期": "date",
        "批准时间": "date",
        "颁发日期": "date",
        "签发日期": "date",
        "颁证日期": "date",
        "取得时间": "date",
        "发证机关": "issuer",
        "发证机关(章)": "issuer",
        "发证单位": "issuer",
        "批准机关": "issuer",
        "颁发机关": "issuer",
        "核发机关": "issuer",
        "鉴定机构": "",
        "理论知识考试成绩": "",
        "理论成绩": "",
        "操作技能考核成绩": "",
        "实际操作成绩": "",
        "评定成绩": "",
        "考核成绩": "",
    },
    re.compile(r"经考核|经考评|兹证明|特发此证|本证书|持证人|查询网址|[\n\t]照片"),
    frozenset({"姓名", "性别", "工种", "职业", "等级", "专业", "民族", "学历"}),
)
_GRADES = (
    ("一级", re.compile(r"一级|高级技师|壹级")),
    ("二级", re.compile(r"二级|(?<!高级|特级|首席|预备|助理|见习)技师|贰级")),
    ("三级", re.compile(r"三级|高级工?|叁级")),
    ("四级", re.compile(r"四级|中级工?")),
    ("五级", re.compile(r"五级|初级工?")),
)
_TITLE = re.compile(r"[^:。,]{0,30}(?:证书|证)")
_TITLE_BEGINS = re.compile(r".{0,12}(?:机关、?事业单位|工勤技能岗位|中华人民共和国|省)")
_NUMBER = re.compile(r"[A-Za-z0-9\u4e00-\u9fff〔〕()\[\]\-]{4,40}")
_PROSE_NAME = re.compile(r"(?:兹证明|授予)?(?P<n>[\u3400-\u9fff]{2,4})同志")
_PROSE_GRADE = re.compile(
    r"(?:取得|授予|具备|评为|晋升为?)(?P<o>[\u3400-\u9fff()]{2,16}?)(?P<g>(?:高级|特级|首席|预备|助理|见习)?技师|高级工|中级工|初级工|[一二三四五]级)"
)


def skill_certificate(pages: Sequence[PageText], judge: Judge) -> list[Field]:
    """All fields of one skill certificate, booklet or card."""
    whole = joined([page_passage(page) for page in pages])
    found = labelled(whole, _LABELS)
    fields = _title(whole, judge)
    fields += _name(found, whole, judge)
    fields += _occupation(found, whole, judge)
    fields += _grade(found, whole, judge)
    fields += _number(found, judge)
    fields += _date(found, whole, judge)
    fields += _issuer(found, whole, pages, judge)
    printed = [field for field in fields if field.name == "issuer"]
    return fields + seal_fields(pages, printed)


def grade_of(text: str) -> str | None:
    """The grade that a word states: `技师` → `二级`, `三级／高级工` → `三级`."""
    return next((grade for grade, pattern in _GRADES if pattern.search(text)), None)


def _title(whole: Passage, judge: Judge) -> list[Field]:
    """The certificate's own name, which may stand on two rows."""
    above: Passage | None = None
    for row in whole.by_row()[:16]:
        flat = row.flat()
        if _TITLE.fullmatch(flat.text) and len(flat.text) > 3:
            if above is not None and _TITLE_BEGINS.fullmatch(above.flat().text):
                flat = joined([above, row]).flat()
            # 机关、事业单位 and 机关事业单位 are printed for the same certificate.
            title = normal_text(flat.text).replace("机关、", "机关")
            return [judge.field("title", title, flat, least=thresholds.TEXT)]
        above = row
    return []


def _name(found: list[Labelled], whole: Passage, judge: Judge) -> list[Field]:
    places = [_first_cell(value) for value in values_of(found, "name")]
    flat = whole.flat()
    match = _PROSE_NAME.search(flat.text)
    if match:
        places.append(flat.group(match, "n"))
    for place in places:
        try:
            name = person_name(place.flat().stripped().text)
        except NormalFormError:
            continue
        return [judge.field("name", name, place, least=thresholds.NAME)]
    return []


def _occupation(found: list[Labelled], whole: Passage, judge: Judge) -> list[Field]:
    places = [_first_cell(value) for value in values_of(found, "occupation")]
    flat = whole.flat()
    match = _PROSE_GRADE.search(flat.text)
    if match:
        places.append(flat.group(match, "o"))
    for place in places:
        text = normal_text(place.flat().stripped().text)
        if len(text) > 1:
            return [judge.field("occupation", text, place, least=thresholds.TEXT)]
    return []


def _grade(found: list[Labelled], whole: Passage, judge: Judge) -> list[Field]:
    places = [_first_cell(value) for value in values_of(found, "grade")]
    flat = whole.flat()
    match = _PROSE_GRADE.search(flat.text)
    if match:
        places.append(flat.group(match, "g"))
    for place in places:
        grade = grade_of(place.text)
        if grade:
            return [judge.field("grade", grade, place, least=thresholds.NUMBER)]
    return []


def _number(found: list[Labelled], judge: Judge) -> list[Field]:
    for value in values_of(found, "certificate_number"):
        place = _first_cell(value)
        match = _NUMBER.search(place.text)
        if match and re.search(r"[0-9]{3}", match[0]):
            at = place.group(match)
            text = normal_text(at.text)
            return [judge.field("certificate_number", text, at, least=thresholds.NUMBER)]
    return []


def _date(found: list[Labelled], whole: Passage, judge: Judge) -> list[Field]:
    for value in values_of(found, "date"):
        dates = dates_in(first_rows(value, 2))
        if dates:
            return date_field(dates[:1], judge)
    signed: list[DateFound] = [d for row in whole.by_row() if (d := whole_date(row)) is not None]
    signed = signed or [d for row in whole.by_line() if (d := whole_date(row)) is not None]
    return date_field(signed[-1:], judge)


def _issuer(
    found: list[Labelled], whole: Passage, pages: Sequence[PageText], judge: Judge
) -> list[Field]:
    sealed = seal_bodies(pages)
    labelled_bodies = [
        body
        for value in values_of(found, "issuer")
        for row in wrapped(value).by_row()[:3]
        for body in bodies_in(row)
    ]
    rows = whole.by_row()
    values = {line for one in found for line in one.at.used}
    foot = [row for row in rows[len(rows) // 2 :] if values.isdisjoint(row.used)]
    bodies = labelled_bodies or list(signing_place(foot).bodies)
    return issuer_fields(bodies, sealed, judge) or issuers_from_seals(sealed)


def _first_cell(value: Passage) -> Passage:
    cells = first_rows(value.stripped()).by_line()
    return cells[0].stripped() if cells else value
