"""Which counties have an office at the desk (县级工考管理机构)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from evidence.cases import ReviewArea
from review.desk.access.roles import may
from review.desk.flow.leases import ACTION_OF_STAGE
from review.desk.models import CountyOffice, Person


def county_offices() -> dict[str, bool]:
    """Each county's office at the desk, and whether it decides below 一级."""
    return dict(CountyOffice.objects.values_list("place", "decides_below_one"))


def without_office(person: Person, areas: Iterable[ReviewArea] = ()) -> tuple[str, ...]:
    """Places whose items the person cannot decide: bound to them, and they have no office.

    Empty for whoever is not bound to places, or decides nothing. Their items begin at the
    city (`stages.start_of`), and whoever is bound to places decides none that are the city's
    (`leases.free_for`). An office under one of a place's names in `areas` is its office.
    """
    decides = any(may(person.role_set, action) for action in ACTION_OF_STAGE.values())
    if not decides or not person.regions:
        return ()
    offices = county_offices().keys()
    of = {name: names for area in areas for names in area.names for name in names}
    return tuple(place for place in person.regions if offices.isdisjoint(of.get(place, (place,))))


def kept_offices() -> dict[str, bool]:
    """The same, and nobody changes one until this transaction ends.

    Whoever lets items begin somewhere asks so, before anything else is locked: a change of
    offices moves the items that it sees (`people.offices`), and waits for them. On SQLite the
    transaction is the only writer.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {CountyOffice._meta.db_table} IN SHARE MODE")  # noqa: SLF001  Django's public API, whatever its name
    return county_offices()
