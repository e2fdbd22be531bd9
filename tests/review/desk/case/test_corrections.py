import json
import re

import pytest
from django.urls import reverse

from review.desk.case.corrections import corrections_of
from review.desk.case.readings import readings_of, without_reading
from review.desk.models import Applicant, Correction, Event, Item
from review.desk.publishing.case_file import case_of
from review.desk.record.verifying import verify_record
from tests.review.desk.cases import case, finding

READ = "新乡市红旗区人民政府"
SEEN = "新乡市人民政府"


@pytest.fixture
def item(published):
    (item,) = published(case("XX001", region="辉县市"))
    return item


def reading(item, field="issuer", value=READ):
    found = readings_of(case_of(item.applicant_id), corrections_of(item.applicant_id))
    return next(one for one in found if (one.field, one.value) == (field, value))


def correct(client, item, one, value=SEEN, **more):
    data = {"reading": one.key if one else "", "value": value, **more}
    return client.post(reverse("correct", args=[item.pk]), data)


def test_a_correction_stands_beside_the_reading_which_stays(client, item):
    correct(client, item, reading(item), note="印章遮住了")
    corrected = reading(item)
    assert (READ, [SEEN]) == (
        corrected.value,
        [one.corrected_value for one in corrected.corrections],
    )
    shown = client.get(reverse("applicant", args=[item.applicant_id])).content.decode()
    assert "印章遮住了" in shown
    assert READ in shown


def test_the_record_tells_the_whole_correction(client, item):
    correct(client, item, reading(item), note="印章遮住了")
    row, event = Correction.objects.get(), Event.objects.get(action="item.corrected")
    assert ("wang", f"correction/{row.pk}", item.batch_id) == (
        event.actor,
        event.subject,
        event.batch,
    )
    told = json.loads(event.detail)
    assert (READ, SEEN, "印章遮住了") == (told["read"], told["corrected"], told["note"])
    assert verify_record().ok


def test_a_later_correction_stands_before_the_earlier_one(client, item):
    correct(client, item, reading(item), "新乡市红旗区政府")
    correct(client, item, reading(item), SEEN)
    assert [SEEN, "新乡市红旗区政府"] == [one.corrected_value for one in reading(item).corrections]


def test_a_field_that_was_not_read_at_all_can_be_added(client, item):
    correct(client, item, reading(item, "certificate_number", ""), "2022137")
    row = Correction.objects.get()
    assert ("", "2022137", "certificate_number") == (
        row.read_value,
        row.corrected_value,
        row.field,
    )


def test_a_correction_changes_neither_the_item_nor_the_case(client, item):
    before = (case_of(item.applicant_id), Applicant.objects.get().standing)
    correct(client, item, reading(item))
    assert before == (case_of(item.applicant_id), Applicant.objects.get().standing)
    assert item.version == Item.objects.get().version


def test_a_correction_of_what_is_read_otherwise_by_now_is_still_told(client, item, published):
    correct(client, item, reading(item))
    changed = case("XX001", [finding("XX001", found="新乡市卫滨区人民政府")], region="辉县市")
    document = changed.dossier.documents[0]
    # The machine reads another value at the same place.
    from dataclasses import replace

    fields = (replace(document.fields[0], value="新乡市卫滨区人民政府"), *document.fields[1:])
    documents = (replace(document, fields=fields),)
    published(replace(changed, dossier=replace(changed.dossier, documents=documents)))
    readings = readings_of(case_of(item.applicant_id), corrections_of(item.applicant_id))
    assert [SEEN] == [
        one.corrected_value for one in without_reading(readings, corrections_of(item.applicant_id))
    ]
    shown = client.get(reverse("applicant", args=[item.applicant_id])).content.decode()
    assert "机器后来读数不同" in shown


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("E-CORRECT-VALUE", "  "),
        ("E-CORRECT-VALUE", "一" * 501),
        ("E-CORRECT-VALUE", "新乡市\x00人民政府"),
        ("E-CORRECT-SAME", READ),
        ("E-CORRECT-SAME", f" {READ} "),
    ],
)
def test_a_value_that_corrects_nothing_is_refused_and_stays_in_the_form(client, item, code, value):
    answer = correct(client, item, reading(item), value, note="我的说明")
    assert (422, 0) == (answer.status_code, Correction.objects.count())
    assert code in answer.content.decode()
    assert "我的说明" in answer.content.decode()


def test_a_value_with_nothing_of_the_reading_is_asked_about_once(client, item):
    answer = correct(client, item, reading(item), "张三")
    page = answer.content.decode()
    assert (422, 0) == (answer.status_code, Correction.objects.count())
    assert "E-CORRECT-UNLIKE" in page
    assert re.search(rf"{READ}\s*→ <strong>张三</strong>", page)
    other = correct(client, item, reading(item), "李四", sure="张三")
    assert (422, 0) == (other.status_code, Correction.objects.count())
    correct(client, item, reading(item), "张三", sure="张三")
    assert "张三" == Correction.objects.get().corrected_value


def test_a_reading_that_is_not_there_is_refused(client, item):
    answer = correct(client, item, None)
    assert (422, True) == (answer.status_code, "E-CORRECT-READING" in answer.content.decode())


def test_the_form_works_without_script(client, item):
    shown = client.get(reverse("correct", args=[item.pk])).content.decode()
    assert reading(item).key in shown
    assert 'method="post"' in shown
    assert "certificate_number" not in shown  # fields are called by their Chinese names
    assert "证书编号" in shown


def test_afterwards_the_person_is_where_they_came_from(client, item):
    answer = correct(client, item, reading(item), back=f"/items/{item.pk}/?in=batch%3Dx")
    assert f"/items/{item.pk}/?in=batch%3Dx" == answer.url


@pytest.mark.parametrize(
    "back", ["https://example.com/", "//example.com/", "/\\example.com", "javascript:alert(1)", ""]
)
def test_nobody_is_led_to_another_host(client, item, back):
    answer = correct(client, item, reading(item), back=back)
    assert answer.url.startswith(reverse("applicant", args=[item.applicant_id]))


def test_a_reviewer_of_another_region_corrects_nothing(signed_in, item):
    answer = correct(signed_in("reviewer", regions=["新乡县"]), item, reading(item))
    assert (404, 0) == (answer.status_code, Correction.objects.count())


@pytest.mark.parametrize("role", ["auditor", "operator", "administrator"])
def test_only_reviewers_correct(signed_in, item, role):
    answer = correct(signed_in(role), item, reading(item))
    assert (403, 0) == (answer.status_code, Correction.objects.count())
