"""A3b: two claimed patents that are one, or of one invention, as declared, printed and registered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evidence.register import RecordSource
from tests.verifiers.builders import (
    INVENTION,
    MODEL_ONE,
    MODEL_TWO,
    NEEDS_EXCEPTION,
    application,
    certificate,
    date,
    dossier,
    judged,
    patent_claim,
    record,
    result,
    skill,
)

TITLE = patent_claim().title
OTHER = "一种绿篱修剪机的可调支架"
TYPES = {"1": ("发明", "invention", "CN1{}B"), "2": ("实用新型", "utility_model", "CN2{}U")}


def patent(no, number, declared, *, filed="2020-05-20", granted="2021-11-09", grant="", **printed):
    """A patent of that number as claim, certificate and official record have it."""
    word, kind, form = TYPES[number[6]]
    grant = grant or form.format(11472300 + no)
    values = {
        "title": declared,
        "patent_number": number,
        "patent_type": kind,
        "grant_number": grant,
    }
    values |= {"application_date": filed, "grant_date": granted}
    claim = patent_claim(
        no, title=declared, patent_number=number, patent_type=word, date=date(granted),
        certificate_number="",
    )  # fmt: skip
    paper = certificate(f"证书{no}.pdf", **{**values, "qr_url": None, **printed})
    return claim, paper, record(**values)


def a3b(*patents, records=None):
    claims, papers, shown = zip(*patents, strict=True)
    app = application(**NEEDS_EXCEPTION, claims=claims)
    verdict = judged(dossier(app, skill(), *papers), *(shown if records is None else records))
    found = {result(verdict, "A3b", claim.no) for claim in claims}
    assert 1 == len(found)
    said = next(f.explanation for f in verdict.findings if f.rule == "A3b")
    return found.pop(), said, verdict.outcome.value


def test_two_utility_models_of_different_titles_are_two():
    assert ("match", "pass") == a3b(
        patent(1, MODEL_ONE, TITLE, filed="2022-05-20", granted="2023-01-03"),
        patent(2, MODEL_TWO, OTHER, filed="2021-05-20"),
    )[::2]


def test_two_utility_models_of_one_title_are_for_a_person():
    found, said, outcome = a3b(
        patent(1, MODEL_ONE, TITLE, filed="2022-05-20", granted="2023-01-03"),
        patent(2, MODEL_TWO, TITLE, filed="2021-05-20"),
    )
    assert ("unsure", "on_site") == (found, outcome)
    assert "是否为两项不同的专利须人工判断" in said


@pytest.mark.parametrize(
    "second", [MODEL_ONE, "202220828888.8", "ZL 2022 2 0828888.8", MODEL_ONE[:-2]]
)
def test_one_number_written_twice_is_one_patent(second):
    one = patent(1, MODEL_ONE, TITLE, filed="2022-05-20", granted="2023-01-03")
    claim = replace(one[0], no=2, patent_number=second, title=OTHER)
    found, said, outcome = a3b(one, (claim, one[1], one[2]))
    assert ("mismatch", "on_site") == (found, outcome)
    assert "重复申报" in said


@pytest.mark.parametrize(
    ("title", "changes", "expected"),
    [
        (TITLE, {}, "unsure"),
        (TITLE, {"filed": "2020-05-21"}, "unsure"),  # one title is enough for a question
        (TITLE + "及其使用方法", {}, "unsure"),
        (TITLE.removeprefix("一种"), {}, "unsure"),
        ("液压举升装置", {}, "unsure"),
        ("液压举升装置", {"filed": "2020-05-21"}, "match"),
        ("装置", {}, "match"),  # too short to say anything
        (OTHER, {}, "match"),
        (
            "液压举升装置",
            {"inventor": ["赵敏", "郑国平"], "patentee": "新乡市园林绿化中心"},
            "match",
        ),
    ],
)
def test_one_invention_filed_both_ways_on_a_day_shows_in_people_day_and_title(
    title, changes, expected
):
    """同日双申: an invention and a utility model of one day; two of other people are two."""
    model = "ZL202020828888.9"
    twin = patent(2, model, title, **changes)
    if "inventor" in changes:
        people = {"inventors": tuple(changes["inventor"]), "patentees": (changes["patentee"],)}
        twin = (*twin[:2], replace(twin[2], **people))
    assert expected == a3b(patent(1, INVENTION, TITLE), twin)[0]


def test_a_day_in_one_record_only_tells_nothing_of_the_other():
    """What another applicant printed is none of this applicant's evidence."""
    first, second = patent(1, INVENTION, TITLE), patent(2, "ZL202020828888.9", "液压举升装置")
    foreign = replace(second[2], source=RecordSource.APPLICANT, applicant="XX2024099")
    bare = (second[0], certificate("别.pdf", patent_number=MODEL_TWO), foreign)
    assert "match" == a3b(first, bare)[0]


def test_titles_that_only_the_papers_share_count_too():
    first = patent(1, MODEL_ONE, TITLE, filed="2022-05-20", granted="2023-01-03")
    second = patent(2, MODEL_TWO, OTHER, filed="2021-05-20", title=TITLE)
    assert "unsure" == a3b(first, second)[0]


def test_one_grant_number_on_two_certificates_is_for_a_person():
    number = "CN211472309U"
    found, said, outcome = a3b(
        patent(1, MODEL_ONE, TITLE, filed="2022-05-20", granted="2023-01-03", grant=number),
        patent(2, MODEL_TWO, OTHER, filed="2021-05-20", grant=number),
    )
    assert ("unsure", "on_site") == (found, outcome)
    assert f"授权公告号相同（{number}）" in said


def test_an_invention_that_is_pending_and_one_utility_model_do_not_add_up():
    pending = patent(1, INVENTION, TITLE)
    waiting = replace(pending[2], legal_status="", case_status="等待颁证公告", grant_number="")
    model = patent(2, MODEL_TWO, OTHER, filed="2021-05-20")
    claims = (pending[0], model[0])
    app = application(**NEEDS_EXCEPTION, claims=claims)
    verdict = judged(dossier(app, skill(), pending[1], model[1]), waiting, model[2])
    assert "on_site" == verdict.outcome
    assert "match" == result(verdict, "A9", 2)
    unclaimed = judged(dossier(app, skill(), model[1]), model[2])
    assert "on_site" == unclaimed.outcome
