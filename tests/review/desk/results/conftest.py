import pytest

from tests.review.desk.cases import case, finding, passed


@pytest.fixture
def decide(person, now):
    """Decides an item as one who may: `decide(item, "accept", "seen")`, at a later hour each."""
    import datetime as dt

    from review.desk.flow.deciding import Intent
    from review.desk.flow.deciding import decide as save
    from review.desk.models import Item, Person
    from review.desk.models.decisions import Choice

    hours = iter(range(1, 100))

    def make(item, choice, reason, who="li", **more):
        item = Item.objects.get(pk=getattr(item, "pk", item))
        roles = {"preliminary": "reviewer", "review": "reviewer", "second": "second_reviewer"}
        by = Person.objects.filter(username=who).first() or person(
            who, roles.get(item.stage, "administrator")
        )
        intent = Intent(Choice(choice), reason, item.version, **more)
        return save(by, item.pk, intent, now + dt.timedelta(hours=next(hours)))

    return make


@pytest.fixture
def settled(published, decide, settings):
    """A batch all decided: XX001 passes by the machine, XX002 must come, of two units."""
    settings.SAMPLE_SHARE = 0
    items = published(
        passed("XX001", name="张三", unit="一院", region="市直"),
        case("XX002", name="李四", unit="二院", region="辉县市"),
    )
    decide(items[0], "reject", "issuer")
    return items


@pytest.fixture
def waiting(published, settings):
    """A batch in which XX001 passes and XX002 is undecided; its item."""
    settings.SAMPLE_SHARE = 0
    (item,) = published(
        passed("XX001", name="张三", unit="一院", region="市直"),
        case("XX002", [finding("XX002")], name="李四", unit="二院", region="辉县市"),
    )
    return item
