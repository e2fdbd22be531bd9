import json

import pytest
from django.urls import reverse

from review.desk.models import Applicant, Event
from tests.review.desk.cases import case, finding

ID, PHONE = "410702197801011234", "13803731234"


@pytest.fixture
def applicant(published):
    explained = finding("XX001", explanation=f"附件2的身份证号为{ID}，与申报不符。")
    published(case("XX001", [explained], region="辉县市"))
    return Applicant.objects.get()


def page(client, applicant):
    return client.get(reverse("applicant", args=[applicant.pk])).content.decode()


def reveal(client, applicant, **data):
    return client.post(reverse("reveal", args=[applicant.pk]), data)


def revealed():
    return Event.objects.filter(action="personal.revealed")


def test_numbers_are_masked_everywhere_on_the_page(client, applicant):
    shown = page(client, applicant)
    assert "4107**********1234" in shown
    assert "138****1234" in shown
    assert ID not in shown
    assert PHONE not in shown


def test_a_reveal_shows_what_was_asked_for_and_notes_why(client, applicant):
    answer = reveal(client, applicant, field="identity_number", reason="与证书核对")
    shown = answer.content.decode()
    assert ID in shown
    assert PHONE not in shown
    assert "no-store" == answer["Cache-Control"]
    event = revealed().get()
    assert ("wang", f"applicant/{applicant.pk}") == (event.actor, event.subject)
    assert {"fields": ["identity_number"], "reason": "与证书核对"} == json.loads(event.detail)
    assert ID not in event.detail


def test_the_next_page_is_masked_again(client, applicant):
    reveal(client, applicant, field=["identity_number", "phone"], reason="与证书核对")
    shown = page(client, applicant)
    assert ID not in shown
    assert PHONE not in shown
    assert "查看完整个人信息：身份证号、手机" in shown


@pytest.mark.parametrize(
    "data",
    [
        {"field": "identity_number", "reason": ""},
        {"field": "identity_number", "reason": "   "},
        {"reason": "与证书核对"},
        {"field": "everything", "reason": "与证书核对"},
    ],
)
def test_without_a_reason_or_a_field_nothing_is_shown(client, applicant, data):
    answer = reveal(client, applicant, **data)
    assert 422 == answer.status_code
    assert "E-REVEAL-REASON" in answer.content.decode()
    assert ID not in answer.content.decode()
    assert not revealed().exists()


def test_reading_the_address_reveals_nothing(client, applicant):
    answer = client.get(reverse("reveal", args=[applicant.pk]))
    assert reverse("applicant", args=[applicant.pk]) == answer.url
    assert not revealed().exists()


def test_nobody_reveals_outside_their_region(signed_in, applicant):
    client = signed_in("reviewer", regions=["新乡县"])
    answer = reveal(client, applicant, field="identity_number", reason="核对")
    assert 404 == answer.status_code
    assert not revealed().exists()


def test_an_operator_reveals_nothing(signed_in, applicant):
    answer = reveal(signed_in("operator"), applicant, field="phone", reason="联系")
    assert 403 == answer.status_code
    assert not revealed().exists()


def test_a_form_of_another_site_reveals_nothing(applicant, person):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(
        person("li", "reviewer"), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert 403 == reveal(client, applicant, field="phone", reason="联系").status_code
