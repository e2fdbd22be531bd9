import datetime as dt
import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from review.desk.models import Event
from tests.review.desk.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def sign_in(client, username="wang", password=PASSWORD, **extra):
    return client.post("/login/", {"username": username, "password": password}, **extra)


def actions():
    return list(Event.objects.order_by("seq").values_list("action", flat=True))


def test_the_right_password_signs_in_and_the_record_tells(person):
    person("wang", "operator")
    client = Client()
    assert (302, "/") == ((answer := sign_in(client)).status_code, answer["Location"])
    event = Event.objects.get(action="login")
    assert ("wang", "person/wang") == (event.actor, event.subject)
    assert {"address": "127.0.0.1"} == json.loads(event.detail)


def test_a_wrong_password_is_told_without_the_password(person):
    person("wang", "operator")
    answer = sign_in(Client(), password="not-the-password")
    assert 401 == answer.status_code
    assert "账号或密码不正确" in answer.content.decode()
    event = Event.objects.get()
    assert ("login.failed", "", "person/wang") == (event.action, event.actor, event.subject)
    assert "not-the-password" not in event.detail


def test_a_name_that_no_account_has_is_kept_nowhere(person):
    from axes.models import AccessAttempt

    answer = sign_in(Client(), username="my-password-by-mistake")
    assert "账号或密码不正确" in answer.content.decode()
    assert "" == Event.objects.get(action="login.failed").subject
    attempt = AccessAttempt.objects.get()
    assert "my-password-by-mistake" not in (
        attempt.username + attempt.post_data + attempt.get_data + attempt.path_info
    )


def test_the_same_answer_for_a_wrong_name_and_a_wrong_password(person):
    person("wang", "operator")
    known = sign_in(Client(), username="wang", password="wrong")
    unknown = sign_in(Client(), username="weng", password="wrong")
    assert known.status_code == unknown.status_code
    pages = [
        re.sub(r"[A-Za-z0-9]{64}", "TOKEN", answer.content.decode()).replace("weng", "wang")
        for answer in (known, unknown)
    ]
    assert pages[0] == pages[1]


def test_five_wrong_tries_close_the_account_to_that_address(person):
    person("wang", "operator")
    client = Client()
    for _ in range(4):
        assert 401 == sign_in(client, password="wrong").status_code
    assert 429 == sign_in(client, password="wrong").status_code
    answer = sign_in(client)
    assert 429 == answer.status_code
    assert "请在此时间之后重试" in answer.content.decode()
    assert 302 == sign_in(Client(), REMOTE_ADDR="10.0.0.9").status_code
    assert ["login.failed"] * 5 + ["login.locked", "login"] == actions()


def test_a_locked_account_opens_when_the_time_that_was_told_is_over(person):
    from axes.models import AccessAttempt

    person("wang", "operator")
    client = Client()
    for _ in range(6):
        answer = sign_in(client, password="wrong")
    until = answer.context["until"]
    last = AccessAttempt.objects.get(username="wang").attempt_time
    assert dt.timedelta(minutes=15) == until - last
    AccessAttempt.objects.update(attempt_time=last - dt.timedelta(minutes=14, seconds=50))
    assert 429 == sign_in(client).status_code
    AccessAttempt.objects.update(attempt_time=last - dt.timedelta(minutes=15, seconds=1))
    assert 302 == sign_in(client).status_code


def test_one_password_tried_on_many_accounts_closes_the_address(person, monkeypatch):
    from review.desk.people import signing_in, throttling

    for module in (signing_in, throttling):
        monkeypatch.setattr(module, "ADDRESS_LIMIT", 8)
    person("wang", "operator")
    client = Client()
    for number in range(8):
        sign_in(client, username=f"nobody{number}", password="Spring-2024")
    assert 429 == sign_in(client).status_code
    assert ["login.failed"] * 8 + ["login.locked"] == actions()
    assert 302 == sign_in(Client(), REMOTE_ADDR="10.0.0.9").status_code


def test_a_forged_forwarding_header_does_not_evade_the_lock(person):
    person("wang", "operator")
    for number in range(6):
        answer = sign_in(Client(), password="wrong", HTTP_X_FORWARDED_FOR=f"10.1.1.{number}")
    assert 429 == answer.status_code


def test_behind_our_own_proxy_its_word_about_the_address_counts(person, settings):
    settings.BEHIND_TLS = True
    person("wang", "operator")
    for number in range(6):
        answer = sign_in(
            Client(), password="wrong", HTTP_X_FORWARDED_FOR=f"10.1.1.{number}, 192.168.7.7"
        )
    assert 429 == answer.status_code
    event = Event.objects.filter(action="login.failed").first()
    assert "192.168.7.7" == json.loads(event.detail)["address"]


def test_a_closed_account_cannot_sign_in(person):
    person("wang", "operator", is_active=False)
    assert 401 == sign_in(Client()).status_code


def test_the_session_gets_a_new_key_at_sign_in(person):
    person("wang", "operator")
    client = Client()
    client.post("/language/", {"language": "en"})
    before = client.cookies["sessionid"].value
    sign_in(client)
    assert before != client.cookies["sessionid"].value
    stranger = Client()
    stranger.cookies["sessionid"] = before
    assert reverse("login") in stranger.get("/account/")["Location"]


def test_a_session_key_that_somebody_planted_is_not_used(person):
    person("wang", "operator")
    client = Client()
    client.cookies["sessionid"] = "0123456789abcdefghijklmnopqrstuv"
    sign_in(client)
    assert "0123456789abcdefghijklmnopqrstuv" != client.cookies["sessionid"].value


def test_cookies_are_for_this_site_alone_and_not_for_scripts(person, settings):
    person("wang", "operator")
    client = Client()
    sign_in(client)
    cookie = client.cookies["sessionid"]
    assert (True, "Strict") == (cookie["httponly"], cookie["samesite"])
    settings.SESSION_COOKIE_SECURE = True
    client = Client()
    sign_in(client, REMOTE_ADDR="10.0.0.2")
    assert client.cookies["sessionid"]["secure"]


def test_after_sign_in_one_is_where_one_wanted_to_go(person):
    person("wang", "operator")
    page = Client().get("/login/?next=/account/").content.decode()
    assert '<input type="hidden" name="next" value="/account/">' in page
    answer = Client().post(
        "/login/", {"username": "wang", "password": PASSWORD, "next": "/account/"}
    )
    assert "/account/" == answer["Location"]


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"],
)
def test_nobody_is_sent_to_another_site(person, elsewhere):
    person("wang", "operator")
    answer = Client().post("/login/", {"username": "wang", "password": PASSWORD, "next": elsewhere})
    assert "/" == answer["Location"]
    answer = Client().post("/language/", {"language": "en", "next": elsewhere})
    assert "/" == answer["Location"]


def test_a_name_that_no_database_can_hold_is_a_wrong_name(person):
    for name in ("wang\x00", "w" * 300, "王\ud7ff芳"):
        assert 401 == sign_in(Client(), username=name).status_code


def test_the_page_speaks_english_by_switch_and_after_signing_out(person):
    person("wang", "operator")
    client = Client()
    assert "登录核验台" in client.get("/login/").content.decode()
    client.post("/language/", {"language": "en"})
    assert "Sign in to the review desk" in client.get("/login/").content.decode()
    sign_in(client)
    assert "My account" in client.get("/account/").content.decode()
    client.post("/logout/")
    assert "Sign in to the review desk" in client.get("/login/").content.decode()


def test_signing_out_ends_the_session_for_a_kept_cookie_too(person):
    person("wang", "operator")
    client = Client()
    sign_in(client)
    kept = client.cookies["sessionid"].value
    assert "/login/" == client.post("/logout/")["Location"]
    thief = Client()
    thief.cookies["sessionid"] = kept
    assert 302 == thief.get("/account/").status_code
    assert ["login", "logout"] == actions()


def test_a_session_that_another_process_ended_is_over_here(person):
    from django.contrib.sessions.models import Session

    person("wang", "operator")
    client = Client()
    sign_in(client)
    assert 200 == client.get("/account/").status_code
    Session.objects.all().delete()
    assert 302 == client.get("/account/").status_code


def test_one_person_may_work_at_two_places(person):
    person("wang", "operator")
    office, home = Client(), Client()
    sign_in(office)
    sign_in(home)
    assert [200, 200] == [one.get("/account/").status_code for one in (office, home)]


@pytest.mark.parametrize("path", ["/login/", "/logout/", "/language/"])
def test_a_form_without_its_token_is_refused(person, path):
    person("wang", "operator")
    client = Client(enforce_csrf_checks=True)
    answer = client.post(path, {"username": "wang", "password": PASSWORD, "language": "en"})
    assert 403 == answer.status_code
    assert "页面已过期" in answer.content.decode()
    assert [] == actions()


def test_the_page_itself_carries_the_token(person):
    person("wang", "operator")
    client = Client(enforce_csrf_checks=True)
    page = client.get("/login/").content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    answer = client.post(
        "/login/", {"username": "wang", "password": PASSWORD, "csrfmiddlewaretoken": token}
    )
    assert 302 == answer.status_code


@pytest.mark.parametrize("path", ["/logout/", "/language/"])
def test_reading_a_page_changes_nothing(signed_in, path):
    assert 405 == signed_in("operator").get(path).status_code


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in():
    answer = Client().post(
        "/account/password/",
        HTTP_HX_REQUEST="true",
        HTTP_REFERER="http://testserver/items/12/?in=batch%3Dx",
    )
    assert 401 == answer.status_code
    assert "/login/?next=/items/12/%3Fin%3Dbatch%253Dx" == answer["HX-Redirect"]
