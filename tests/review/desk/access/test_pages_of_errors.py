import pytest
from django.test import Client

from review.desk.access.guard import PUBLIC, route
from review.desk.urls import urlpatterns as of_the_desk

pytestmark = pytest.mark.django_db


def broken(request):
    raise RuntimeError("a secret of the program")


urlpatterns = [*of_the_desk, route("broken/", broken, PUBLIC, "broken")]


def test_a_page_that_is_not_there_says_so_in_the_readers_language(signed_in):
    client = signed_in("operator")
    answer = client.get("/no/such/page/")
    assert (404, True) == (answer.status_code, "没有这个页面" in answer.content.decode())
    client.post("/language/", {"language": "en"})
    assert "There is no such page" in client.get("/no/such/page/").content.decode()


@pytest.mark.urls(__name__)
def test_a_failure_shows_nothing_of_the_program():
    answer = Client(raise_request_exception=False).get("/broken/")
    page = answer.content.decode()
    assert 500 == answer.status_code
    assert "核验台出错了" in page
    assert "The review desk failed" in page
    assert "secret" not in page


def test_a_request_that_makes_no_sense_is_answered_in_both_languages(signed_in):
    answer = signed_in("administrator").post("/offices/", {"decides": "x"})
    page = answer.content.decode()
    assert (400, True, True) == (
        answer.status_code,
        "请求不完整" in page,
        "not complete" in page,
    )
