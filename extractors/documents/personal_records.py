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
from extractors.documents.signing import date_field, issuer_fields, issuers_from_seals, signing_place
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
_NO_OBJECTION = re.compile(r"(?:均?未收到.{0,10}(?:异议|举报|反映)|无异议|没有异议|收到.{0,6}(?:异议|举报))")
_STUDENT = re.compile(r"(?:学生|学员|兹证明|^)(?P<n>[\u3400-\u9fff]{2,4})(?:同学|同志)?,?(?:性别|[男女],?)")


def personal_record(pages: Sequence[PageText], judge: Judge) -> list[Field]:
    """The fields that these kinds share, as far as they are printed."""
    whole = joined([page_passage(page) for page in pages])
    found = labelled(whole, _LABELS)
    rows = whole.by_row()
    signed = signing_place([row for row in rows[len(rows) // 2 :] if ":" not in row.text])
    sealed = seal_bodies(pages)
    fields = _name([first_rows(v) for v in values_of(found, "name")], whole, judge)
    fields += date_field(signed.dates[-1:], judge)
    fields += issuer_fields(signed.bodies, sealed, judge) or issuers_from_seals(sealed)
    places = [first_rows(v, 2).flat() for v in values_of(found, "result")]
    return fields + _result([*places, whole.flat()], judge)


def _name(places: Sequence[Passage], whole: Passage, judge: Judge) -> list[Field]:
    candidates = [place.stripped().by_line()[0] for place in places if place.stripped().text]
    flat = whole.flat()
    match = _STUDENT.search(flat.text)
    if match:
        candidates.append(flat.group(match, "n"))
    for place in candidates:
        try:
            name = person_name(place.text)
        except NormalFormError:
            continue
        if is_plausible_name(name):
            return [judge.field("name", name, place, least=thresholds.NAME)]
    return []


def _result(places: Sequence[Passage], judge: Judge) -> list[Field]:
    for place in places:
        for pattern, group in ((_RESULT, "r"), (_NO_OBJECTION, 0)):
            match = pattern.search(place.text)
            if match:
                at = place.group(match, group)
                return [judge.field("result", normal_text(at.text), at, least=thresholds.TEXT)]
    return []
