"""Accounts that exist before anybody can sign in."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from review.desk.access.roles import Role
from review.desk.models import Person
from review.desk.people.one_time import one_time_password
from review.desk.record.chain import PIPELINE, append_event

_NAME = "admin"


def first_administrator() -> tuple[str, str] | None:
    """Make the first administrator; name and password, or None where there are accounts.

    The password is told once and kept nowhere; it must be changed at the first sign-in.
    Of two processes that ask at once, one is told it.
    """
    password = one_time_password()
    try:
        return _make_first(password)
    except IntegrityError:
        return None


def _make_first(password: str) -> tuple[str, str] | None:
    with transaction.atomic():
        if Person.objects.exists():
            return None
        person = Person.objects.create_user(
            _NAME,
            password,
            display_name="管理员",
            roles=[Role.ADMINISTRATOR.value],
            must_change_password=True,
        )
        append_event(
            "person.created",
            PIPELINE,
            f"person/{person.username}",
            detail={"roles": person.roles, "regions": person.regions},
        )
    return person.username, password
