"""What shows only across applicants: one certificate used by two of them.

Decision documents are shared by everyone they commend and are no finding.
Co-inventors may share a patent certificate; two of the same rank may not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evidence.documents import Document, DocumentKind
from evidence.dossiers import Dossier
from evidence.findings import Basis, Finding, Result
from evidence.places import Place
from verifiers.authorities.names import normal_name
from verifiers.notices.notice import Notice
from verifiers.rules.checks import Check, conclude
from verifiers.rules.fields import plain_honour, plain_text
from verifiers.rules.patent_papers import declared_number

_PERSONAL = (DocumentKind.AWARD_CERTIFICATE, DocumentKind.SKILL_CERTIFICATE)
_MOST_NAMED = 3
"""Other applications named in a sentence; more are counted."""
_IDENTITY_NUMBER = re.compile(r"\d{17}[\dXx]|\d{15}")


@dataclass(frozen=True, slots=True)
class _Use:
    """One applicant's use of something that only one may use."""

    applicant: str
    where: Place | None
    shown: str


def cross_findings(dossiers: Sequence[Dossier], notice: Notice) -> tuple[Finding, ...]:
    """One finding for each applicant who shares what cannot be shared, in order of id.

    Grows with the number of documents: everything is compared by key.
    """
    groups: dict[tuple[str, ...], list[_Use]] = {}
    for dossier in dossiers:
        for key, use in _uses(dossier):
            groups.setdefault(key, []).append(use)
    checks: dict[str, list[Check]] = {}
    for key, uses in sorted(groups.items()):
        by_user: dict[str, list[_Use]] = {}
        for use in uses:
            by_user.setdefault(use.applicant, []).append(use)
        users = sorted(by_user)
        for user in users if len(users) > 1 else ():
            checks.setdefault(user, []).append(_shared(key[0], user, users, by_user[user]))
    return tuple(
        conclude(user, "X1", None, notice.rules["X1"], checks[user], Basis.EVIDENCE)
        for user in sorted(checks)
    )


def _uses(dossier: Dossier) -> Iterable[tuple[tuple[str, ...], _Use]]:
    """Each thing of one applicant that must be theirs alone, with the key it is compared by."""
    for document in dossier.of_kind(*_PERSONAL):
        use = _Use(dossier.id, document.place(), document.upload.rsplit("/", 1)[-1])
        if document.sha256:
            yield ("bytes", document.sha256, *map(str, document.pages)), use
        for field in document.all("certificate_number"):
            for other in _beside_number(document):
                key = ("number", document.kind.value, plain_text(field.value), other)
                yield key, _Use(dossier.id, document.place(field), field.value)
    application = dossier.application
    for claim in application.claims if application else ():
        number = declared_number(claim) if claim.condition == 5 else None
        if number is not None and claim.inventor_rank is not None:
            shown = f"{number.completed}第{claim.inventor_rank}名"
            yield (
                ("rank", number.digits, str(claim.inventor_rank)),
                _Use(dossier.id, application.place if application else None, shown),
            )


def _beside_number(document: Document) -> list[str]:
    """What must agree too: plain running numbers of different awards are no reuse."""
    if document.kind is DocumentKind.SKILL_CERTIFICATE:
        return [""]
    honours = {plain_honour(field.value) for field in document.all("honour")}
    return sorted(honours) or sorted({normal_name(f.value) for f in document.all("issuer")})


def _shared(what: str, user: str, users: list[str], own: list[_Use]) -> Check:
    """One side's sentence. It names the other applications, and never an identity number."""
    named = [other for other in users[: _MOST_NAMED + 1] if other != user][:_MOST_NAMED]
    others = "、".join(_IDENTITY_NUMBER.sub("（编号略）", other) for other in named)
    if len(users) - 1 > len(named):
        others += f"等{len(users) - 1}人"
    where = tuple(dict.fromkeys(use.where for use in own if use.where))
    return Check(
        Result.MISMATCH, f"X1.{what}", own[0].shown, others, where, values={"others": others}
    )
