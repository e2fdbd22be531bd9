"""Which counties have an office at the desk (县级工考管理机构)."""

from __future__ import annotations

from django.db import connection

from review.desk.models import CountyOffice


def county_offices() -> dict[str, bool]:
    """Each county's office at the desk, and whether it decides below 一级."""
    return dict(CountyOffice.objects.values_list("place", "decides_below_one"))


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
