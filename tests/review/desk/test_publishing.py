from review.desk.models import Applicant, Event, Item
from tests.review.desk.cases import case, finding, passed


def test_an_applicant_in_doubt_gives_one_item_a_claim(published):
    (item,) = published(case("XX001"))
    assert ("claim", 1, "open", "review") == (item.kind, item.claim, item.state, item.stage)
    assert ("A3a", "mismatch") == (item.headline_rule, item.worst)
    assert "undecided" == Applicant.objects.get(number="XX001").standing


def test_an_applicant_who_passes_gives_none(published, settings):
    settings.SAMPLE_SHARE = 0
    assert [] == published(passed("XX002"))
    assert "pass" == Applicant.objects.get(number="XX002").standing


def test_publishing_the_same_again_changes_no_item(published):
    (before,) = published(case("XX001"))
    (after,) = published(case("XX001"))
    assert (before.pk, before.version, before.state) == (after.pk, after.version, after.state)


def test_a_decided_item_returns_when_its_evidence_changes(published, person, now):
    from review.desk.flow.deciding import Intent, decide
    from review.desk.models.decisions import Choice

    (item,) = published(case("XX001"))
    decide(person("li", "reviewer"), item.pk, Intent(Choice.REJECT, "issuer", 1), now)
    assert "on_site" == Applicant.objects.get(number="XX001").standing
    published(case("XX001", [finding("XX001", found="新乡市卫滨区人民政府")]))
    item = Item.objects.get(pk=item.pk)
    assert ("open", True, 2, "") == (item.state, item.changed, item.round, item.choice)
    assert 1 == item.decisions.count()
    assert ["batch.published", "item.decided", "item.changed", "batch.published"] == list(
        Event.objects.order_by("seq").values_list("action", flat=True)
    )
