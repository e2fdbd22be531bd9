"""What may be wrong with a case: one thing each."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from benchmarks.crowd.people import city, given
from evidence.documents import Certainty, Document
from evidence.dossiers import Dossier

Fault = Callable[[Dossier, Dossier | None, random.Random], Dossier]


def unlisted_issuer(dossier: Dossier, _before: Dossier | None, chance: random.Random) -> Dossier:
    """A body of its own name each time, so that no search for near names has an answer ready."""
    issuer = f"{city(chance)}市{given(chance)}区人民政府"
    return _everywhere(dossier, issuer=issuer, seal_text=issuer)


def other_person(dossier: Dossier, _before: Dossier | None, chance: random.Random) -> Dossier:
    """The documents are of somebody else."""
    name = "欧阳" + given(chance)
    return _everywhere(dossier, name=name, recipient=name, inventor=name)


def doubtful(dossier: Dossier, _before: Dossier | None, _chance: random.Random) -> Dossier:
    """Nothing was read with certainty."""
    documents = tuple(
        replace(
            document,
            fields=tuple(
                replace(field, certainty=Certainty.DOUBTFUL, doubt="one reader of two")
                for field in document.fields
            ),
        )
        for document in dossier.documents
    )
    return replace(dossier, documents=documents)


def late_level_two(dossier: Dossier, _before: Dossier | None, _chance: random.Random) -> Dossier:
    """The skill certificate, first of all documents, is younger than five years."""
    skill, *others = dossier.documents
    return replace(dossier, documents=(_with(skill, date="2023-06-01"), *others))


def identity_number(dossier: Dossier, _before: Dossier | None, _chance: random.Random) -> Dossier:
    """The check digit does not hold."""
    application = dossier.application
    if application is None:
        return dossier
    wrong = application.id_number[:-1] + ("0" if application.id_number[-1] != "0" else "1")
    return replace(dossier, application=replace(application, id_number=wrong))


def refused(dossier: Dossier, _before: Dossier | None, _chance: random.Random) -> Dossier:
    """The unit does not agree."""
    application = dossier.application
    if application is None:
        return dossier
    return replace(dossier, application=replace(application, unit_opinion="不同意"))


def reused(dossier: Dossier, before: Dossier | None, _chance: random.Random) -> Dossier:
    """The skill certificate of the applicant before, with one's own name on it."""
    if before is None:
        return dossier
    skill, *others = dossier.documents
    number = before.documents[0].all("certificate_number")[0].value
    return replace(dossier, documents=(_with(skill, certificate_number=number), *others))


FAULTS: tuple[Fault, ...] = (
    unlisted_issuer,
    other_person,
    doubtful,
    late_level_two,
    identity_number,
    refused,
    reused,
)


def _everywhere(dossier: Dossier, **values: str) -> Dossier:
    return replace(
        dossier, documents=tuple(_with(document, **values) for document in dossier.documents)
    )


def _with(document: Document, **values: str) -> Document:
    """The document with other values of the fields it has."""
    return replace(
        document,
        fields=tuple(
            replace(one, value=values[one.name], raw=values[one.name])
            if one.name in values
            else one
            for one in document.fields
        ),
    )
