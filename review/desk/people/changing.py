"""Opening, changing and closing accounts: checked, and told to the record.

Who may do what is decided by two people at least: nobody changes their own roles or places,
opens or closes their own account. A body with one administrator therefore makes a second
account first; that this happened stands in the record.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

from axes.models import AccessAttempt
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import transaction
from django.db.models import QuerySet

from evidence.errors import HeyanError, Problem
from review.desk.access.roles import OF_THE_WHOLE, Role
from review.desk.models import Item, Person
from review.desk.people.one_time import one_time_password
from review.desk.record.chain import PIPELINE, append_event

RESERVED = frozenset({PIPELINE, "new"})
"""Names that no account may have: the pipeline's in the record, and an address of ours."""

_LONGEST_NAME = 64


class AccountRefusedError(HeyanError):
    """An account was not made or changed."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an account shall be; no places means all of them."""

    display_name: str
    roles: tuple[Role, ...]
    regions: tuple[str, ...] = ()

    @classmethod
    def of(cls, person: Person) -> Wanted:
        """What the account is at present."""
        roles = tuple(role for role in Role if role in person.role_set)
        return cls(person.display_name, roles, tuple(person.regions))

    @property
    def told(self) -> dict[str, Any]:
        """As the record keeps it."""
        return {
            "display_name": self.display_name,
            "roles": [role.value for role in self.roles],
            "regions": list(self.regions),
        }


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change did: whether anything is another, and items given back to the queue."""

    anything: bool
    released: int = 0


def open_account(actor: Person, username: str, wanted: Wanted) -> tuple[Person, str]:
    """A new account and its one-time password, which is told once and kept nowhere.

    Raises AccountRefusedError: `E-DESK-USERNAME`, `E-DESK-NAME`, `E-DESK-ROLES`,
    `E-DESK-REGIONS`.
    """
    username = unicodedata.normalize("NFKC", username).strip()
    _check_username(username)
    _check(wanted)
    password = one_time_password()
    person = Person(username=username, must_change_password=True, **wanted.told)
    person.set_password(password)
    with transaction.atomic():
        if Person.objects.filter(username__iexact=username).exists():
            raise _refused(
                "E-DESK-USERNAME",
                f"已有账号“{username}”（不分大小写），请换一个。",
                f"There is an account “{username}” already; choose another name.",
            )
        person.save(force_insert=True)
        append_event("person.created", actor.username, f"person/{username}", detail=wanted.told)
    return person, password


def change_account(actor: Person, username: str, wanted: Wanted) -> Changed:
    """Change name, roles and places; what the person holds outside the new places is let go.

    Raises AccountRefusedError: `E-DESK-NAME`, `E-DESK-ROLES`, `E-DESK-REGIONS`,
    `E-DESK-LAST-ADMIN`, `E-DESK-OWN-ROLES`; Person.DoesNotExist.
    """
    _check(wanted)
    with transaction.atomic():
        person, others = _locked(username)
        before = Wanted.of(person)
        if before == wanted:
            return Changed(anything=False)
        if Role.ADMINISTRATOR in before.roles and Role.ADMINISTRATOR not in wanted.roles:
            _check_last(person, others)
        if (before.roles, before.regions) != (wanted.roles, wanted.regions):
            _check_another(actor, person)
        for name, value in wanted.told.items():
            setattr(person, name, value)
        person.save(update_fields=list(wanted.told))
        held = Item.objects.filter(holder=person)
        outside = held.exclude(region__in=wanted.regions) if wanted.regions else held.none()
        released = _let_go(outside)
        append_event(
            "person.changed",
            actor.username,
            f"person/{username}",
            detail={"before": before.told, "after": wanted.told},
        )
    return Changed(anything=True, released=released)


def close_account(actor: Person, username: str) -> int:
    """Close an account: its sessions end with the next request, what it holds is let go.

    Says how many items were let go. Raises AccountRefusedError: `E-DESK-LAST-ADMIN`,
    `E-DESK-OWN-ROLES`; Person.DoesNotExist.
    """
    with transaction.atomic():
        person, others = _locked(username)
        _check_last(person, others)
        _check_another(actor, person)
        person.is_active = False
        person.save(update_fields=["is_active"])
        released = _let_go(Item.objects.filter(holder=person))
        append_event("person.closed", actor.username, f"person/{username}")
    return released


def reopen_account(actor: Person, username: str) -> None:
    """Open a closed account again, as it was. Raises Person.DoesNotExist."""
    with transaction.atomic():
        person, _ = _locked(username)
        person.is_active = True
        person.save(update_fields=["is_active"])
        append_event("person.reopened", actor.username, f"person/{username}")


def give_password(actor: Person, username: str) -> str:
    """A new one-time password; the account's sessions end, its lock is opened.

    Raises AccountRefusedError (`E-DESK-OWN-PASSWORD`), Person.DoesNotExist.
    """
    if actor.username == username:
        raise _refused(
            "E-DESK-OWN-PASSWORD",
            "自己的密码请在“我的账号”中更改。",
            "Change your own password under “My account”.",
        )
    password = one_time_password()
    person = Person.objects.get(username=username)
    person.set_password(password)
    person.must_change_password = True
    with transaction.atomic():
        person.save(update_fields=["password", "must_change_password"])
        AccessAttempt.objects.filter(username=username).delete()
        append_event("password.reset", actor.username, f"person/{username}")
    return password


def unlock(actor: Person, username: str) -> None:
    """Let somebody try again at once who typed a wrong password too often."""
    with transaction.atomic():
        AccessAttempt.objects.filter(username=username).delete()
        append_event("login.unlocked", actor.username, f"person/{username}")


def _locked(username: str) -> tuple[Person, list[Person]]:
    """The account and all others, locked: of two administrators at once, one waits."""
    # Without the key: decisions check their person at COMMIT, while they hold the record's head.
    everybody = list(Person.objects.select_for_update(no_key=True).order_by("pk"))
    person = next((one for one in everybody if one.username == username), None)
    if person is None:
        raise Person.DoesNotExist
    return person, [one for one in everybody if one.pk != person.pk]


def _let_go(items: QuerySet[Item]) -> int:
    """Give items back to the queue, locked in the order in which all writers lock items."""
    locked = items.select_for_update(no_key=True).order_by("pk")
    keys = list(locked.values_list("pk", flat=True))
    return Item.objects.filter(pk__in=keys).update(holder=None, lease_until=None)


def _check_username(username: str) -> None:
    try:
        UnicodeUsernameValidator()(username)
        MaxLengthValidator(_LONGEST_NAME)(username)
    except ValidationError as refused:
        raise _refused(
            "E-DESK-USERNAME",
            "账号须为 1 至 64 个字母、数字、汉字或 @ . + - _，不含空格。",
            "An account's name is 1 to 64 letters, digits or @ . + - _, without spaces.",
        ) from refused
    if not username or username.lower() in RESERVED:
        raise _refused(
            "E-DESK-USERNAME",
            "账号不能为空，也不能是 heyan 或 new。",
            "An account needs a name, other than heyan and new.",
        )


def _check(wanted: Wanted) -> None:
    if not wanted.display_name:
        raise _refused(
            "E-DESK-NAME",
            "请填写姓名：决定上署的是这个姓名。",
            "Give the person's name: decisions are signed with it.",
        )
    if not wanted.roles:
        raise _refused(
            "E-DESK-ROLES",
            "请至少选择一个角色；要停止使用请停用账号。",
            "Choose a role at least. To end an account's use, close it.",
        )
    if wanted.regions and not OF_THE_WHOLE.isdisjoint(wanted.roles):
        raise _refused(
            "E-DESK-REGIONS",
            "监督员和管理员面向全部地区，不能限定地区：请去掉地区，或另设账号。",
            "Auditors and administrators see the whole; take the places away, or make another "
            "account for the work in those places.",
        )


def _check_last(person: Person, others: list[Person]) -> None:
    if not person.is_active or Role.ADMINISTRATOR not in person.role_set:
        return
    if not any(one.is_active and Role.ADMINISTRATOR in one.role_set for one in others):
        raise _refused(
            "E-DESK-LAST-ADMIN",
            "这是最后一个管理员：请先给另一人管理员角色，再停用或取消此人的。",
            "This is the last administrator: make somebody else one first.",
        )


def _check_another(actor: Person, person: Person) -> None:
    if actor.pk == person.pk:
        raise _refused(
            "E-DESK-OWN-ROLES",
            "不能更改自己的角色、地区或停用自己：请另一位管理员办理。",
            "Nobody changes their own roles or places, or closes their own account: ask another "
            "administrator.",
        )


def _refused(code: str, zh: str, en: str) -> AccountRefusedError:
    return AccountRefusedError(Problem(code, zh, en))
