"""The form for a new password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from review.desk.models import Person
from review.desk.templatetags.desk import say

_LONGEST = 128


def politely(said: str) -> str:
    """Django's words about a password, as the desk addresses people."""
    return said.replace("你", "您")


def _field() -> forms.CharField:
    return forms.CharField(strip=False, max_length=_LONGEST)


class PasswordForm(forms.Form):
    """The present password, and the new one twice."""

    present = _field()
    new = _field()
    again = _field()

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._person = person

    def clean(self) -> None:
        """The new password is another one, typed twice alike, and follows the rules."""
        given = self.cleaned_data
        new = given.get("new")
        if not new:
            return
        if new != given.get("again"):
            self.add_error(
                "again", say("两次输入的新密码不一致，请重新输入。", "The two are not alike.")
            )
        if new == given.get("present"):
            self.add_error("new", say("新密码不能与当前密码相同。", "The new one must be another."))
        try:
            validate_password(new, self._person)
        except ValidationError as refused:
            self.add_error("new", [politely(said) for said in refused.messages])

    def refuse_present(self) -> None:
        """Say that the present password is wrong."""
        self.add_error(
            "present",
            say("当前密码不正确，密码未更改。", "That is not your present password."),
        )
