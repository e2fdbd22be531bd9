"""A sample is reviewed without the machine's verdict."""

import pytest

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
