import re

import pytest
from django.test import Client

from review.desk.models import Event
from tests.review.desk.conftest import PASSWORD

pytestmark = pytest.mark.django_db
NEW = "Qiu-tian-2024-zheng"


def change(client, present=PASSWORD, new=NEW, again=None):
    return client.post(
        "/account/password/", {"present": present, "new": new, "again": again or new}
    )


def test_the_account_page_says_what_the_person_may_be_and_where(signed_in):
    client = signed_in("reviewer", "auditor", regions=["辉县市"], display_name="李审核")
    page = client.get("/account/").content.decode()
    for text in ("李审核", "审核员、监督员", "辉县市"):
        assert text in page


def test_the_last_tries_to_sign_in_are_shown_newest_first(person):
    person("wang", "operator")
    client = Client()
    client.post("/login/", {"username": "wang", "password": "wrong"}, REMOTE_ADDR="10.0.0.66")
    client.post("/login/", {"username": "wang", "password": PASSWORD})
    page = client.get("/account/").content.decode()
    assert page.index("登录成功") < page.index("密码不正确")
    assert page.index("127.0.0.1") < page.index("10.0.0.66")


def test_a_new_password_is_told_and_ends_the_other_sessions(signed_in):
    here = signed_in("operator")
    elsewhere = Client()
    elsewhere.force_login(here.person, backend="django.contrib.auth.backends.ModelBackend")
    kept = here.cookies["sessionid"].value
    assert "/" == change(here)["Location"]
    assert [200, 302] == [one.get("/account/").status_code for one in (here, elsewhere)]
    assert kept != here.cookies["sessionid"].value
    event = Event.objects.get(action="password.changed")
    assert ("wang", "{}") == (event.actor, event.detail)
    assert 302 == Client().post("/login/", {"username": "wang", "password": NEW}).status_code


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"present": "wrong"}, "当前密码不正确，密码未更改。"),
        ({"again": "Something-else-24"}, "两次输入的新密码不一致"),
        ({"new": PASSWORD}, "新密码不能与当前密码相同"),
        ({"new": "short-1"}, "10"),
        ({"new": "1234567890123"}, "数字"),
        ({"new": "password1234"}, "常见"),
        ({"new": "wangshenheyuan1"}, "相似|相近|类似"),
    ],
)
def test_a_password_that_will_not_do_is_refused_with_the_reason(signed_in, given, sentence):
    client = signed_in("operator", display_name="wangshenheyuan")
    answer = change(client, **given)
    errors = re.findall(r'class="field-error"[^>]*>✕ ([^<]+)<', answer.content.decode())
    assert 200 == answer.status_code
    assert re.search(sentence, " ".join(errors))
    client.person.refresh_from_db()
    assert client.person.check_password(PASSWORD)
    assert not Event.objects.filter(action="password.changed").exists()


def test_the_rules_are_shown_before_anybody_breaks_them(signed_in):
    page = signed_in("operator").get("/account/password/").content.decode()
    assert "10 个字符" in page


def test_guessing_the_present_password_at_an_unlocked_screen_is_throttled(signed_in):
    client = signed_in("operator")
    for _ in range(5):
        answer = change(client, present="wrong")
    assert 429 == answer.status_code
    assert 429 == change(client).status_code
    client.person.refresh_from_db()
    assert client.person.check_password(PASSWORD)


def test_a_one_time_password_lets_nobody_past_choosing_their_own(signed_in):
    client = signed_in("administrator", must_change_password=True)
    for path in ("/", "/account/"):
        assert "/account/password/" == client.get(path)["Location"]
    assert "一次性密码" in client.get("/account/password/").content.decode()
    change(client)
    client.person.refresh_from_db()
    assert not client.person.must_change_password
