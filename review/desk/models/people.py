"""The people who work at the desk."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models

from review.desk.access.roles import Role


class People(BaseUserManager["Person"]):
    """Makes accounts."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> Person:
        """A new account; without a password nobody can sign in to it."""
        person = self.model(username=self.model.normalize_username(username), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """An account: one person, who signs for what it decides.

    `roles` are Role values; `regions` are the places (地区) whose applicants this person
    sees, empty for all of them. An account is closed (`is_active`), never deleted: the
    record names it.
    """

    username = models.CharField(max_length=64, unique=True, validators=[UnicodeUsernameValidator()])
    display_name = models.CharField(max_length=64)
    roles = models.JSONField(default=list)
    regions = models.JSONField(default=list, blank=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    def __str__(self) -> str:
        return self.display_name or self.username

    @property
    def role_set(self) -> frozenset[Role]:
        """What the person may be; an unknown role counts as none."""
        known = {role.value for role in Role}
        return frozenset(Role(role) for role in self.roles if role in known)
