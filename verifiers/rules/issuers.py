"""Who awarded: every declared issuer against the whitelist, and against certificate and seals."""

from __future__ import annotations

import re
from collections.abc import Iterable

from evidence.applications import Claim
from evidence.dates import PartialDate
from evidence.documents import Document, DocumentKind, Field
from evidence.findings import Result
from evidence.names import normal_text
from verifiers.authorities import AuthorityMatch, MatchStatus
from verifiers.authorities.distance import edit_distance
from verifiers.authorities.names import normal_name, seal_name
from verifiers.rules.case import Case
from verifiers.rules.checks import SILENT, Check
from verifiers.rules.fields import certain, date_of, places_of, text_of

_BODY_END = re.compile(r"(委员会|政府|[省市县区]委|厅|局|部|署|院|会|办公室|中心|公司|学校|大学)$")
"""How names of bodies end; a reading that ends otherwise names nobody."""
_SHORTEST_PART = 3
"""Characters of a ring's reading that still tell whose it may be."""
_PAPERS = {
    DocumentKind.AWARD_CERTIFICATE: "证书",
    DocumentKind.COMMENDATION_DOCUMENT: "表彰文件",
}
_BODY_FIELDS = ("issuer", "seal_text")
_TEXT_FIELDS = ("title", "honour", "contest", "addressee")
_BEFORE_PLACE = "^|[年度届、，“]|中共|关于|授予|表彰|命名|评选"
"""What stands before a place that a title is about."""


def award_date(claim: Claim, certificate: Document | None) -> PartialDate | None:
    """The date on the certificate, else the declared one."""
    field = certificate.first("date") if certificate else None
    return (date_of(field.value) if field else None) or claim.date


def declared_matches(
    case: Case, claim: Claim, certificate: Document | None
) -> list[AuthorityMatch]:
    """How each declared issuer stands to the whitelist at the date of the award."""
    on = award_date(claim, certificate)
    known = _claim_names_province(case, claim) or _names_province(case, certificate)
    return [case.authorities.match(name, on, province_known=known) for name in claim.issuers]


def whitelist_checks(matches: list[AuthorityMatch], item: int) -> list[Check]:
    """Whether the declared issuers carry (四)6.(item): all listed, at least one that counts."""
    if not matches:
        return [Check(Result.NOT_CHECKED, "issuer.none")]
    checks = [_listed(match, item) for match in matches if match.status is not MatchStatus.EXACT]
    exact = [match for match in matches if match.status is MatchStatus.EXACT]
    counting = [match for match in exact if match.counts_for(item)]
    if counting:
        names = "、".join(match.name for match in counting)
        entries = "、".join(dict.fromkeys(map(_entry_name, counting)))
        key = "issuer.counts" if names == entries else "issuer.counts_as"
        return [Check(Result.MATCH, key, names, entries), *checks]
    for match in exact:
        values = {"item": str(item)}
        note = _entry_name(match)
        checks.append(Check(Result.MISMATCH, "issuer.other_item", match.name, note, values=values))
    return checks


def _listed(match: AuthorityMatch, item: int) -> Check:
    values = {"article": match.article, "why": match.why, "why_en": match.why_en, "item": str(item)}
    near = "、".join(match.suggestions) or "无"
    if match.status is MatchStatus.EXCLUDED and match.excluded_by is not None:
        result = match.excluded_by.decision
        key = "issuer.excluded" if result is Result.MISMATCH else "issuer.doubted"
        return Check(result, key, match.name, near, (), match.suggestions, values)
    key = {
        MatchStatus.UNCERTAIN: "issuer.uncertain",
        MatchStatus.NEAR: "issuer.near",
    }.get(match.status, "issuer.unknown")
    return Check(Result.UNSURE, key, match.name, near, (), match.suggestions, values)


def _entry_name(match: AuthorityMatch) -> str:
    return match.entry.name if match.entry else ""


def read_checks(case: Case, claim: Claim, certificate: Document) -> list[Check]:
    """Every declared issuer is read on the certificate or in its seals, and nobody else is."""
    if not claim.issuers:
        return []
    printed, seals = certificate.all("issuer"), certificate.all("seal_text")
    declared = [_identity_of(case, name, claim, certificate) for name in claim.issuers]
    checks = [
        _read(case, claim, certificate, name, identity)
        for name, identity in zip(claim.issuers, declared, strict=True)
    ]
    for field in printed:
        identity = _identity_of(case, field.value, claim, certificate)
        near = _near_any(normal_name(field.value), claim.issuers)
        named = certain(field) or (not near and _BODY_END.search(normal_name(field.value)))
        if identity not in declared and named:
            key = "issuer.printed_near" if near else "issuer.undeclared"
            where = (certificate.place(field),)
            checks.append(Check(Result.UNSURE, key, "、".join(claim.issuers), field.value, where))
    return [*checks, *seal_checks(case, claim, certificate, seals)]


def _read(case: Case, claim: Claim, certificate: Document, name: str, identity: str) -> Check:
    fields = (*certificate.all("issuer"), *certificate.all("seal_text"))
    same = [
        field
        for field in fields
        if _identity_of(case, _as_name(field), claim, certificate) == identity
    ]
    where, found = places_of(certificate, fields), text_of(fields)
    exact = tuple(
        field for field in same if certain(field) and not _is_shared(case, field, certificate)
    )
    if exact:
        return Check(Result.MATCH, SILENT, name, text_of(exact), places_of(certificate, exact))
    if not fields:
        return Check(Result.NOT_CHECKED, "issuer.unread", name, found, where)
    doubtful = same or [field for field in fields if not certain(field)]
    near = [field for field in fields if _near_any(normal_name(_as_name(field)), (name,))]
    if doubtful or near:
        return Check(Result.UNSURE, "issuer.doubtful", name, found, where, (name,))
    return Check(Result.MISMATCH, "issuer.differs", name, found, where)


def seal_checks(case: Case, claim: Claim, paper: Document, seals: tuple[Field, ...]) -> list[Check]:
    """A seal of another body contradicts the paper; a garbled one leaves doubt.

    A doubtful reading close to a declared issuer, or of no body's form at all,
    says nothing: the printed name has to carry the proof by itself.
    """
    if not claim.issuers:
        return []
    declared = {_identity_of(case, name, claim, paper) for name in claim.issuers}
    checks = []
    for field in seals:
        name = seal_name(field.value)
        if name and _identity_of(case, name, claim, paper) not in declared:
            checks += _other_seal(case, claim, paper, field)
    return checks


def _other_seal(case: Case, claim: Claim, paper: Document, field: Field) -> list[Check]:
    name, wanted = seal_name(field.value), "、".join(claim.issuers)
    match = case.authorities.match(name, award_date(claim, paper))
    excluded = match.excluded_by
    near = _near_any(name, claim.issuers) or _part_of_any(name, claim.issuers)
    listed = match.entry is not None or (excluded is not None and excluded.names_places)
    where, values = (paper.place(field),), {"paper": _PAPERS.get(paper.kind, "")}
    if listed or (excluded is not None and not near):
        result = Result.MISMATCH if certain(field) else Result.UNSURE
        return [Check(result, "issuer.seal_other", wanted, name, where, values=values)]
    if certain(field) or (not near and _BODY_END.search(name)):
        return [Check(Result.UNSURE, "issuer.seal_garbled", wanted, name, where, values=values)]
    return []


def same_bodies(
    case: Case, claim: Claim, paper: Document, fields: Iterable[Field]
) -> tuple[list[Field], list[Field]]:
    """The fields that name a declared issuer, and those that do not.

    A name that several bodies share is in neither: it may be a declared issuer's.
    """
    declared = {_identity_of(case, name, claim, paper) for name in claim.issuers}
    same: list[Field] = []
    other: list[Field] = []
    for field in fields:
        inside = _identity_of(case, _as_name(field), claim, paper) in declared
        if not inside:
            other.append(field)
        elif not _is_shared(case, field, paper):
            same.append(field)
    return same, other


def names_any(case: Case, claim: Claim, paper: Document, names: Iterable[str]) -> bool:
    """Whether one of these names is a declared issuer's, under any of its names."""
    declared = {_identity_of(case, name, claim, paper) for name in claim.issuers}
    return any(_identity_of(case, name, claim, paper) in declared for name in names)


def _is_shared(case: Case, field: Field, paper: Document) -> bool:
    """Whether what was read names several bodies, as far as the paper itself shows.

    The declaration must not say which 省政府 signed: that is what the paper has to prove.
    """
    known = _names_province(case, paper)
    match = case.authorities.match(_as_name(field), province_known=known)
    return match.shared


def _identity_of(case: Case, name: str, claim: Claim, paper: Document) -> str:
    """The listed body that a name surely names, else the name itself.

    新乡市政府 and 新乡市人民政府 are one body; an unlisted name is only like itself.
    """
    known = _names_province(case, paper) or _claim_names_province(case, claim)
    match = case.authorities.match(name, award_date(claim, paper), province_known=known)
    return match.entry.name if match.entry is not None else normal_name(name)


def _as_name(field: Field) -> str:
    return seal_name(field.value) if field.name == "seal_text" else field.value


def _near_any(name: str, others: Iterable[str]) -> bool:
    """Whether at most one character in three differs from one of the others."""
    return any(
        edit_distance(name, normal_name(other), reach) <= reach
        for other in others
        for reach in [max(1, len(other) // 3)]
    )


def _part_of_any(name: str, others: Iterable[str]) -> bool:
    """Whether a ring was read with gaps: all its characters stand in a name, in that order."""
    return len(name) >= _SHORTEST_PART and any(_in_order(name, normal_name(o)) for o in others)


def _in_order(part: str, whole: str) -> bool:
    rest = iter(whole)
    return all(character in rest for character in part)


def _names_province(case: Case, paper: Document | None) -> bool:
    """Whether the paper itself shows that its 省委 or 省政府 is this province's."""
    if paper is None:
        return False
    province = case.notice.province.removesuffix("省")
    bodies = [f.value for name in _BODY_FIELDS for f in paper.all(name) if certain(f)]
    texts = [f.value for name in _TEXT_FIELDS for f in paper.all(name) if certain(f)]
    numbers = [field.value for field in paper.all("document_number") if certain(field)]
    return (
        any(province in body for body in bodies)
        or any(_is_about(province, text) for text in texts)
        or any(n.startswith("豫") for n in numbers)
    )


def _is_about(province: str, text: str) -> bool:
    """Whether a text is the province's own: 河南省劳动模范, and not 支援河南抗洪先进个人."""
    return re.search(f"(?:{_BEFORE_PLACE}){province}", normal_text(text)) is not None


def _claim_names_province(case: Case, claim: Claim) -> bool:
    province = case.notice.province.removesuffix("省")
    texts = (claim.title, claim.document_title)
    return (
        any(province in issuer for issuer in claim.issuers)
        or any(_is_about(province, text) for text in texts)
        or claim.document_number.startswith("豫")
    )
