"""A1 for awards: certificate and decision, each against the level-two certificate, sure and doubtful."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.verifiers.builders import (
    AWARD_CLAIM,
    NEEDS_EXCEPTION,
    application,
    award,
    date,
    decision,
    dossier,
    field,
    judged,
    result,
    skill,
)


def dated(paper, *readings):
    """The paper with these dates; what begins with ? is doubtful."""
    others = tuple(one for one in paper.fields if one.name != "date")
    read = tuple(field("date", one.lstrip("?"), doubtful=one.startswith("?")) for one in readings)
    return replace(paper, fields=others + read)


LEVEL_TWO = ("2018-05-04",)


@pytest.mark.parametrize(
    ("level_two", "certificate", "document", "expected"),
    [
        (LEVEL_TWO, ("2018-05-05",), ("2018-05-05",), "match"),
        (LEVEL_TWO, ("2018-05-05",), (), "match"),
        (LEVEL_TWO, ("2018-05-05",), None, "match"),
        (LEVEL_TWO, ("2018-05-03",), None, "mismatch"),
        (LEVEL_TWO, (), ("2018-05-05",), "match"),  # the decision dates an undated certificate
        (LEVEL_TWO, (), ("2018-05-03",), "mismatch"),
        (LEVEL_TWO, (), (), "not_checked"),
        (LEVEL_TWO, (), None, "not_checked"),
        (LEVEL_TWO, ("2018-05-05",), ("2018-05-03",), "mismatch"),
        (LEVEL_TWO, ("2018-05-05",), ("2018-05-04",), "unsure"),
        (LEVEL_TWO, ("2018-05-05",), ("?2018-05-03",), "unsure"),
        (LEVEL_TWO, ("2018-05-05",), ("?2018-05-05",), "match"),  # doubtful, yet no contradiction
        (LEVEL_TWO, ("?2018-05-05",), ("2018-05-05",), "match"),  # borne out by the decision
        (LEVEL_TWO, ("?2018-05-05",), ("?2018-05-05",), "unsure"),
        (LEVEL_TWO, ("?2018-05-03",), ("2018-05-05",), "unsure"),
        (LEVEL_TWO, ("2018-05-04",), ("2018-05-05",), "unsure"),
        (LEVEL_TWO, ("2018-05-03",), ("2018-05-05",), "mismatch"),
        (LEVEL_TWO, ("2018-05-05", "?2018-05-05"), None, "match"),
        (LEVEL_TWO, ("2018-05-05", "2018-05-03"), None, "unsure"),
        (LEVEL_TWO, ("2018-05-05",), ("?2018-05-05", "?2018-05-03"), "unsure"),
        (LEVEL_TWO, ("?2018-05-05", "?2018-05-03"), ("2018-05-05",), "unsure"),
        (LEVEL_TWO, ("某日",), None, "not_checked"),
        (LEVEL_TWO, ("某日",), ("2018-05-04",), "not_checked"),
        (LEVEL_TWO, ("某日",), ("2018-05-03",), "mismatch"),
        (LEVEL_TWO, ("2018-05-05", "某日"), None, "not_checked"),
        (LEVEL_TWO, ("2018-05-05",), ("某日",), "match"),
        (("?2018-05-04",), ("2018-05-05",), None, "unsure"),
        (("?2018-05-04",), ("2018-05-03",), None, "unsure"),
        (("?2018-05-04", "2018-05-04"), ("2018-05-05",), None, "match"),
        (("2018-05-04", "2019-05-04"), ("2018-05-05",), None, "unsure"),
        ((), ("2018-05-05",), None, "not_checked"),
        (("某日",), ("2018-05-05",), None, "not_checked"),
        (("某日", "2018-05-04"), ("2018-05-05",), None, "not_checked"),
    ],
)
def test_an_award_is_later_than_the_level_two_certificate(
    level_two, certificate, document, expected
):
    """均应为取得二级证书以来取得; the same day is for a person."""
    app = application(
        **NEEDS_EXCEPTION,
        claims=(replace(AWARD_CLAIM, date=None),),
        certified=date("2018-05-04"),
        appointed=date("2018-12"),
    )
    papers = [dated(skill(), *level_two), dated(award(), *certificate)]
    if document is not None:
        papers.append(dated(decision(), *document))
    assert expected == result(judged(dossier(app, *papers)), "A1", 1)


def test_an_award_without_certificate_is_not_dated_by_its_decision():
    app = application(**NEEDS_EXCEPTION, claims=(AWARD_CLAIM,))
    assert "not_checked" == result(judged(dossier(app, skill(), decision())), "A1", 1)
