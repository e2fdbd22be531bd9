import pytest
from django.urls import reverse

from review.desk.models import Applicant, CaseFile, Event
from tests.review.desk.cases import case


@pytest.fixture
def applicant(published):
    published(case("XX001", region="辉县市"))
    return Applicant.objects.get()


def image(applicant, upload=0, page=1):
    return reverse("page-image", args=[applicant.pk, upload, page])


def viewed():
    return Event.objects.filter(action="scan.viewed")


def test_a_page_is_shown_as_the_picture_that_was_rendered(signed_in, fetch, applicant, state):
    answer = fetch(signed_in("reviewer"), image(applicant))
    path = state / CaseFile.objects.get().pages["0/1"]
    assert path.read_bytes() == answer.body
    assert "image/jpeg" == answer["Content-Type"]
    assert "private, max-age=300" == answer["Cache-Control"]
    assert "nosniff" == answer["X-Content-Type-Options"]
    assert "Content-Disposition" not in answer


def test_seeing_a_file_is_noted_once_a_session(signed_in, fetch, applicant):
    browser = signed_in("reviewer")
    for _ in range(3):
        fetch(browser, image(applicant))
    event = viewed().get()
    assert ("wang", f"applicant/{applicant.pk}") == (event.actor, event.subject)
    assert "uploads/XX001/奖状.jpg" in event.detail
    assert browser.session.session_key not in event.detail


def test_seeing_it_in_another_session_is_noted_again(signed_in, fetch, applicant):
    browser = signed_in("reviewer")
    fetch(browser, image(applicant))
    browser.logout()
    browser.force_login(browser.person, backend="django.contrib.auth.backends.ModelBackend")
    fetch(browser, image(applicant))
    assert 2 == viewed().count()


def test_a_reviewer_of_another_region_sees_no_page(signed_in, fetch, applicant):
    browser = signed_in("reviewer", regions=["新乡县"])
    assert 404 == fetch(browser, image(applicant)).status_code
    assert not viewed().exists()


def test_the_region_is_checked_on_every_request(signed_in, fetch, applicant):
    browser = signed_in("reviewer", regions=["辉县市"])
    assert 200 == fetch(browser, image(applicant)).status_code
    browser.person.regions = ["新乡县"]
    browser.person.save()
    assert 404 == fetch(browser, image(applicant)).status_code


def test_an_operator_sees_no_page(signed_in, fetch, applicant):
    assert 403 == fetch(signed_in("operator"), image(applicant)).status_code


@pytest.mark.parametrize(("upload", "page"), [(0, 2), (1, 1), (0, 0), (10**30, 1)])
def test_a_page_that_is_not_there_is_not_found(signed_in, fetch, applicant, upload, page):
    assert 404 == fetch(signed_in("reviewer"), image(applicant, upload, page)).status_code


def test_a_lost_picture_is_told_with_its_code(signed_in, fetch, applicant, state):
    (state / CaseFile.objects.get().pages["0/1"]).unlink()
    answer = fetch(signed_in("reviewer"), image(applicant))
    assert 404 == answer.status_code
    assert "E-SERVE-MISSING" in answer.body.decode()
    assert "no-store" == answer["Cache-Control"]


@pytest.mark.parametrize("path", ["desk/record.secret", "../../etc/passwd", "store/aa/x.jpg"])
def test_a_changed_row_serves_no_other_file(signed_in, fetch, applicant, path):
    CaseFile.objects.update(pages={"0/1": path})
    answer = fetch(signed_in("reviewer"), image(applicant))
    assert (404, True) == (answer.status_code, "E-SERVE-PLACE" in answer.body.decode())


def test_a_page_costs_no_more_queries_than_it_must(
    signed_in, fetch, applicant, django_assert_max_num_queries
):
    browser = signed_in("reviewer")
    fetch(browser, image(applicant))
    with django_assert_max_num_queries(4):  # session, account, applicant, is it noted
        fetch(browser, image(applicant))
