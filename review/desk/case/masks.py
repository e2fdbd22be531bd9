"""Identity numbers and phones as pages show them: hidden unless revealed with a reason."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from evidence.identity_numbers import IdentityNumber
from evidence.names import normal_text
from review.desk.models import Applicant

_IDENTITY_LENGTH = 18
_SHORTEST_SHOWN = 8
"""Of what is not longer, nothing is shown."""
_IDENTITY = re.compile(
    # 18 characters with a year of birth, or 15 with a day; not part of a longer number.
    r"(?<![0-9A-Za-z])(?:\d{6}(?:19|20)\d{9}[0-9Xx]|\d{8}(?:0[1-9]|1[0-2])[0-3]\d{4})(?![0-9A-Za-z])"
)


class Secret(StrEnum):
    """What is hidden: as forms and the record name it."""

    IDENTITY = "identity_number"
    PHONE = "phone"


SECRET_NAMES = {
    Secret.IDENTITY: ("身份证号", "ID number"),
    Secret.PHONE: ("手机", "Phone"),
}
_SECRET_FIELDS = {"身份证号": Secret.IDENTITY, "手机": Secret.PHONE}
"""Columns of the declaration, and fields of a form, whose whole value is secret."""


@dataclass(frozen=True, slots=True)
class Masks:
    """Hides an applicant's numbers wherever they stand, but for what is revealed."""

    identity_number: str = ""
    phone: str = ""
    revealed: frozenset[Secret] = field(default=frozenset())

    @classmethod
    def of(cls, applicant: Applicant, revealed: frozenset[Secret] = frozenset()) -> Masks:
        """The masks of an applicant's page."""
        return cls(applicant.identity_number, applicant.phone, revealed)

    def identity(self) -> str:
        """The declared identity number as the page shows it."""
        return self._shown(self.identity_number, Secret.IDENTITY)

    def telephone(self) -> str:
        """The declared phone as the page shows it."""
        return self._shown(self.phone, Secret.PHONE)

    def value(self, column: str, text: str) -> str:
        """A value of a declaration's column or a form's field as the page shows it."""
        secret = _SECRET_FIELDS.get(column)
        return self._shown(text, secret) if secret else self.text(text)

    def text(self, text: str) -> str:
        """A sentence, a note or a file's name as the page shows it."""
        for secret, own in ((Secret.IDENTITY, self.identity_number), (Secret.PHONE, self.phone)):
            if secret not in self.revealed and len(own) > _SHORTEST_SHOWN:
                text = text.replace(own, _masked(own, secret))
        if Secret.IDENTITY in self.revealed:
            return text
        return masked_text(text)

    def _shown(self, text: str, secret: Secret) -> str:
        return text if secret in self.revealed else _masked(text, secret)


def masked_text(text: str) -> str:
    """A text without whole identity numbers, whoever's they are: some units use them as 申报编号."""
    return _IDENTITY.sub(lambda found: masked_identity(found[0]), text)


def masked_identity(text: str) -> str:
    """An identity number with date and serial hidden, whether it is a valid one or not."""
    plain = "".join(normal_text(text).split())
    if len(plain) == _IDENTITY_LENGTH:
        return IdentityNumber(plain.upper()).masked
    return _ends_only(plain, 2, 2)


def masked_phone(text: str) -> str:
    """A phone number with the middle hidden: `138****1234`."""
    plain = "".join(normal_text(text).split())
    return _ends_only(plain, 3, 4)


def _masked(text: str, secret: Secret) -> str:
    return masked_identity(text) if secret is Secret.IDENTITY else masked_phone(text)


def _ends_only(text: str, first: int, last: int) -> str:
    if len(text) <= _SHORTEST_SHOWN:
        return "*" * len(text)
    return f"{text[:first]}{'*' * (len(text) - first - last)}{text[-last:]}"
