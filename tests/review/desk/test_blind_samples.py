"""A sample is reviewed without the machine's verdict."""

from dataclasses import replace

import pytest

from evidence.register import RecordSource
from tests.review.desk.case.records import record
from tests.review.desk.cases import passed


@pytest.fixture
def sample(published, settings):
    settings.SAMPLE_SHARE = 1
    (item,) = published(passed("XX002"))
    return item


@pytest.mark.parametrize("role", ["reviewer", "second_reviewer"])
def test_who_may_decide_a_sample_is_not_shown_what_the_machine_found(sample, signed_in, role):
    page = signed_in(role).get(f"/applicants/{sample.applicant_id}/")
    assert "正在抽查" in page.content.decode()
    assert "一致" not in page.content.decode()


def test_who_may_decide_a_sample_gets_no_statement_of_it(sample, signed_in):
    answer = signed_in("reviewer").get(f"/applicants/{sample.applicant_id}/statement.pdf")
    assert (302, f"/applicants/{sample.applicant_id}/") == (answer.status_code, answer.url)


def test_an_auditor_sees_everything(sample, signed_in):
    page = signed_in("auditor").get(f"/applicants/{sample.applicant_id}/")
    assert "正在抽查" not in page.content.decode()


def test_the_queue_does_not_tell_the_result_of_a_sample(sample, signed_in):
    page = signed_in("reviewer").get("/queue/").content.decode()
    assert "sign-match" not in page
    assert "抽查" in page


@pytest.fixture
def typed_in(published, settings):
    """A pass that rests on an official record which a person typed in."""
    settings.SAMPLE_SHARE = 0
    found = passed("XX002")
    (item,) = published(replace(found, records=(record(),)))
    return item


def test_a_pass_that_rests_on_typing_waits_for_others(typed_in):
    """One pair of eyes read it off a site: nobody passes by that alone."""
    assert ("sample", "review", "undecided") == (
        typed_in.kind,
        typed_in.stage,
        typed_in.applicant.standing,
    )
    assert "由人工录入" in typed_in.headline_zh


def test_a_pass_that_rests_on_an_import_does_not(published, settings):
    settings.SAMPLE_SHARE = 0
    imported = record(source=RecordSource.REVIEW_BODY)
    assert [] == list(published(replace(passed("XX002"), records=(imported,))))


def test_whoever_samples_it_is_told_that_it_was_typed_in(typed_in, signed_in):
    page = signed_in("reviewer").get(f"/items/{typed_in.pk}/").content.decode()
    assert "由人工录入" in page
