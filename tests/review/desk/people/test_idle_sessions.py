import time

import pytest
from django.http import HttpResponse
from django.urls import path

from review.desk.access.guard import PUBLIC, route
from review.desk.access.roles import Action
from review.desk.models import Event
from review.desk.people.signing_in import sign_in

pytestmark = [pytest.mark.django_db]

urlpatterns = [
    route("account/", lambda request: HttpResponse("here"), Action.OWN_ACCOUNT, "account"),
    route("beat/", lambda request: HttpResponse("beat"), Action.OWN_ACCOUNT, "heartbeat"),
    route("login/", sign_in, PUBLIC, "login"),
    path("", lambda request: HttpResponse(""), name="home"),
    path("language/", lambda request: HttpResponse(""), name="language"),
]


def seen(client, minutes_ago):
    session = client.session
    session["seen"] = int(time.time()) - int(minutes_ago * 60)
    session.save()


def test_a_session_in_which_nothing_happened_for_an_hour_ends(signed_in):
    client = signed_in("operator")
    client.get("/account/")
    seen(client, 60.1)
    answer = client.get("/account/")
    assert "/login/?next=/account/" == answer["Location"]
    page = client.get(answer["Location"]).content.decode()
    assert "您较长时间没有操作，系统已自动退出" in page
    assert "草稿" in page
    event = Event.objects.get(action="session.expired")
    assert ("wang", "person/wang") == (event.actor, event.subject)


def test_a_session_a_minute_short_of_the_hour_goes_on(signed_in):
    client = signed_in("operator")
    seen(client, 59)
    assert 200 == client.get("/account/").status_code
    assert time.time() - client.session["seen"] < 5


def test_the_message_is_shown_once_and_in_the_language_chosen(signed_in):
    client = signed_in("operator")
    client.post("/language/", {"language": "en"})
    seen(client, 61)
    page = client.get(client.get("/account/")["Location"]).content.decode()
    assert "Nobody did anything for a while" in page
    assert "Nobody did anything for a while" not in client.get("/login/").content.decode()


@pytest.mark.urls(__name__)
def test_what_an_open_page_asks_by_itself_is_no_sign_of_life(signed_in):
    client = signed_in("operator")
    seen(client, 50)
    before = client.session["seen"]
    assert 200 == client.get("/beat/").status_code
    assert before == client.session["seen"]
    seen(client, 61)
    assert 302 == client.get("/beat/").status_code
