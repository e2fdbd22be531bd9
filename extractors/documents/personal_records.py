"""Appraisal records, diplomas and publicity notices: name, date, issuer, result."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evidence.documents import Field
from evidence.errors import NormalFormError
from evidence.names import normal_text, person_name
from extractors.documents import thresholds
from extractors.documents.certainty import Judge
from extractors.documents.labels import LabelTable, first_rows, labelled, values_of
from extractors.documents.layout import page_passage
from extractors.documents.page_text import PageText
from extractors.documents.passages import Passage, joined
from extractors.documents.seal_text import seal_bodies
from extractors.documents.signing import (
    date_field,
    issuer_fields,
    issuers_from_seals,
    signing_place,
)
from extractors.documents.surnames import is_plausible_name

_LABELS = LabelTable(
    {
        "姓名": "name",
        "性别": "",
        "出生年月": "",
        "民族": "",
        "单位": "",
        "工作单位": "",
        "职务": "",
        "岗位": "",
        "考核等次": "result",
        "考核结果": "result",
        "年度考核结果": "result",
        "考核结论": "result",
        "确定等次": "result",
        "公示结果": "result",
    },
    re.compile(r"签名|签字|盖章|年月日"),
)
_RESULT = re.compile(
    r"(?:确定|评定|考核)?(?:为|等次)?:?(?P<r>优秀|基本合格|不合格|合格|基本称职|不称职|称职|不确定等次|未参加考核)(?:等次)?"
)
_NO_OBJECTION = re.compile(
    r"(?P<r>均?未收到.{0,10}(?:异议|举报|反映)|无异议|没有异议|收到.{0,6}(?:异议|举报))"
)
_GRADUATED = re.compile(r"(?P<r>毕业|结业|肄业)(?!院校)")
_ASSESSED = re.compile(r"(?P<r>(?:19|20)[0-9]{2})\)?年度")
_STUDENT = re.compile(
    r"(?:对(?P<m>[\u3400-\u9fff]{2,4})同志)|(?:学生|学员|兹证明|^)(?P<n>[\u3400-\u9fff]{2,4})(?:同学|同志)?,?(?:性别|[男女],?)"
)


def appraisal_record(pages: Sequence[PageText], judge: Judge) -> list[Field]:
    """Fields of an annual appraisal; its date is the year assessed, not that of the signature."""
    whole, fields = _shared(pages, judge)
    places = [first_rows(v, 2).flat() for v in values_of(labelled(whole, _LABELS), "result")]
    fields += _first_match("result", [*places, whole.flat()], _RESULT, judge)
    assessed = _first_match("date", [whole.flat()], _ASSESSED, judge)
    return [f for f in fields if f.name != "date" or not assessed] + assessed


def diploma(pages: Sequence[PageText], judge: Judge) -> list[Field]:
    """Fields of a diploma."""
    whole, fields = _shared(pages, judge)
    return fields + _first_match("result", [whole.flat()], _GRADUATED, judge)


def publicity_notice(pages: Sequence[PageText], judge: Judge) -> list[Field]:
    """Fields of a publicity notice (公示、公示证明)."""
    whole, fields = _shared(pages, judge)
    return fields + _first_match("result", [whole.flat()], _NO_OBJECTION, judge)


def _shared(pages: Sequence[PageText], judge: Judge) -> tuple[Passage, list[Field]]:
    """The whole text, and the fields that these kinds have in common."""
    whole = joined([page_passage(page) for page in pages])
    rows = whole.by_row()
    signed = signing_place([row for row in rows[len(rows) // 2 :] if ":" not in row.text])
    sealed = seal_bodies(pages)
    places = [first_rows(v) for v in values_of(labelled(whole, _LABELS), "name")]
    fields = _name(places, whole, judge)
    fields += date_field(signed.dates[-1:], judge)
    return whole, fields + (
        issuer_fields(signed.bodies, sealed, judge) or issuers_from_seals(sealed)
    )


def _name(places: Sequence[Passage], whole: Passage, judge: Judge) -> list[Field]:
    candidates = [place.stripped().by_line()[0] for place in places if place.stripped().text]
    flat = whole.flat()
    match = _STUDENT.search(flat.text)
    if match:
        candidates.append(flat.group(match, "m" if match["m"] else "n"))
    for place in candidates:
        try:
            name = person_name(place.text)
        except NormalFormError:
            continue
        if is_plausible_name(name):
            return [judge.field("name", name, place, least=thresholds.NAME)]
    return []


def _first_match(
    name: str, places: Sequence[Passage], pattern: re.Pattern[str], judge: Judge
) -> list[Field]:
    """The first match's group `r`."""
    for place in places:
        match = pattern.search(place.text)
        if match:
            at = place.group(match, "r")
            return [judge.field(name, normal_text(at.text), at, least=thresholds.TEXT)]
    return []
