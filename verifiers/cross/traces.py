"""From a dossier to its footprint: the keys by which it is compared with others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from evidence.document_numbers import parse_document_number
from evidence.documents import Document, DocumentKind, Field
from evidence.dossiers import Dossier
from evidence.errors import NormalFormError
from evidence.footprints import (
    CertificateTrace,
    Footprint,
    InventorsTrace,
    RankTrace,
    Read,
    TitleTrace,
    mark,
    name_of_secret,
    pseudonym,
)
from evidence.identity_numbers import parse_identity_number
from evidence.names import normal_text, person_name
from evidence.places import Place
from verifiers.authorities.names import normal_name
from verifiers.cnipa.register import number_key
from verifiers.rules.fields import certain, plain_code, plain_honour, plain_text
from verifiers.rules.patent_papers import declared_number

_OF_A_PERSON = (DocumentKind.AWARD_CERTIFICATE, DocumentKind.SKILL_CERTIFICATE)
_PATENTS = 5
Mark = Callable[[str], str]


def footprints_of(
    dossiers: Iterable[Dossier], batch: str, notice: str, secret: bytes
) -> list[Footprint]:
    """One footprint a dossier, in their order."""

    def marked(text: str) -> str:
        return mark(text, secret)

    return [
        Footprint(
            batch=batch,
            notice=notice,
            application=dossier.id,
            known_as=pseudonym(dossier.id, secret),
            person=_person(dossier, marked),
            secret=name_of_secret(secret),
            certificates=tuple(
                _certificate(document, marked) for document in dossier.of_kind(*_OF_A_PERSON)
            ),
            ranks=tuple(_ranks(dossier)),
            inventors=tuple(_inventors(dossier, marked)),
            titles=tuple(_titles(dossier)),
        )
        for dossier in dossiers
    ]


def _person(dossier: Dossier, marked: Mark) -> str:
    """The mark of the declared identity number; what is none is told by the rules about it."""
    if dossier.application is None:
        return ""
    try:
        return marked(parse_identity_number(dossier.application.id_number).number)
    except NormalFormError:
        return ""


def _certificate(document: Document, marked: Mark) -> CertificateTrace:
    return CertificateTrace(
        kind=document.kind,
        sha256=document.sha256,
        pages=document.pages,
        numbers=tuple(
            Read(
                marked(plain_code(field.value)), certain(field), field.value, document.place(field)
            )
            for field in document.all("certificate_number")
        ),
        beside=_beside_number(document),
        given=_given(document),
        issuers=_values(document, normal_name, "issuer"),
        date="、".join(field.value for field in document.all("date")),
        recipient=_recipient(document, marked),
        looks=document.looks,
        place=document.place(),
    )


def _beside_number(document: Document) -> tuple[str, ...]:
    """What must agree too: plain running numbers of different awards are no reuse."""
    if document.kind is DocumentKind.SKILL_CERTIFICATE:
        return ("",)
    honours = {plain_honour(field.value) for field in document.all("honour")}
    return tuple(sorted(honours or {normal_name(f.value) for f in document.all("issuer")}))


def _given(document: Document) -> Read | None:
    """What a certificate is for: papers of one conferral share it."""
    if document.kind is DocumentKind.SKILL_CERTIFICATE:
        return _values(document, plain_text, "grade")
    honours = _values(document, plain_honour, "honour")
    return honours or _values(document, plain_text, "contest", "rank")


def _values(document: Document, normal: Callable[[str], str], *names: str) -> Read | None:
    """The values of fields in normal form and one order: seals stand in any."""
    fields = [field for name in names for field in document.all(name)]
    if not fields:
        return None
    values = sorted({normal(field.value) for field in fields})
    return Read("、".join(values), all(map(certain, fields)))


def _recipient(document: Document, marked: Mark) -> Read | None:
    """Whom the certificate names; of a team, all of them together."""
    skill = document.kind is DocumentKind.SKILL_CERTIFICATE
    fields = document.all("name" if skill else "recipient")
    if not fields:
        return None
    names = "、".join(sorted(_plain_person(field.value) for field in fields))
    return Read(marked(names), all(map(certain, fields)))


def _plain_person(name: str) -> str:
    try:
        return person_name(name)
    except NormalFormError:
        return normal_text(name)


def _ranks(dossier: Dossier) -> Iterator[RankTrace]:
    application = dossier.application
    for claim in application.claims if application else ():
        number = declared_number(claim) if claim.condition == _PATENTS else None
        if number is not None and claim.inventor_rank is not None:
            shown = f"{number.completed}第{claim.inventor_rank}名"
            place = application.place if application else None
            yield RankTrace(number.digits, claim.inventor_rank, shown, place)


def _inventors(dossier: Dossier, marked: Mark) -> Iterator[InventorsTrace]:
    """What certificates surely print; a list in doubt contradicts nobody's."""
    for document in dossier.of_kind(DocumentKind.PATENT_CERTIFICATE):
        numbers, fields = document.all("patent_number"), document.all("inventor")
        keys = {number_key(field.value) for field in numbers}
        if len(keys) != 1 or not fields or not all(map(certain, (*numbers, *fields))):
            continue
        (key,) = keys
        if key is not None:
            names = tuple(marked(_plain_person(field.value)) for field in fields)
            yield InventorsTrace(key, names, numbers[0].value, document.place(fields[0]))


def _titles(dossier: Dossier) -> Iterator[TitleTrace]:
    """Document numbers with their titles: as surely read, and as declared."""
    for document in dossier.of_kind(DocumentKind.COMMENDATION_DOCUMENT):
        number, title = document.first("document_number"), document.first("title")
        if number is not None and title is not None and _sure_alone(document, number, title):
            yield from _title(number.value, title.value, document.place(title))
    application = dossier.application
    for claim in application.claims if application else ():
        place = application.place if application else None
        yield from _title(claim.document_number, claim.document_title, place)


def _sure_alone(document: Document, *fields: Field) -> bool:
    """Whether each is certain and the only one of its name: of several nobody knows which belong."""
    return all(certain(field) and len(document.all(field.name)) == 1 for field in fields)


def _title(number: str, title: str, place: Place | None) -> Iterator[TitleTrace]:
    try:
        normal = str(parse_document_number(number))
    except NormalFormError:
        return
    if plain_text(title):
        yield TitleTrace(normal, title, place)
