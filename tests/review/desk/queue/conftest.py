import datetime as dt

import pytest


@pytest.fixture
def many(published):
    """So many open items, opened a minute apart: `many(120)`; their applicants' numbers."""
    from review.desk.models import Item
    from tests.review.desk.cases import case
    from tests.review.desk.conftest import NOW

    def make(count):
        (first,) = published(case("XX0000"))
        copies = []
        for number in range(count - 1):
            applicant = first.applicant
            applicant.pk, applicant.number = None, f"XX{number + 1:04}"
            applicant.save()
            copies.append(_copy(first, applicant, NOW + dt.timedelta(minutes=number + 1)))
        Item.objects.bulk_create(copies)
        return [f"XX{number:04}" for number in range(count)]

    return make


def _copy(item, applicant, opened_at):
    from review.desk.models import Item

    given = [f.attname for f in Item._meta.concrete_fields if f.name != "id"]
    values = {name: getattr(item, name) for name in given}
    return Item(
        **values
        | {"applicant_id": applicant.pk, "number": applicant.number, "opened_at": opened_at}
    )
