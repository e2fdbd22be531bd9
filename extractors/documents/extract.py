"""Readings of an upload's pages to the documents in it, and what to look at again.

Pure: it replays stored readings, so the same readings give the same documents
on any machine, and without pixels.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from evidence.documents import Document, DocumentKind, Extraction, Field
from evidence.places import around
from evidence.readings import PageReading
from extractors.documents.application_forms import application_form
from extractors.documents.awards import award_certificate
from extractors.documents.certainty import Judge
from extractors.documents.classify import classify
from extractors.documents.commendations import commendation_document
from extractors.documents.grouping import PageGroup, group
from extractors.documents.layout import page_passage
from extractors.documents.office_papers import office_papers
from extractors.documents.page_text import PageText, merge
from extractors.documents.patent_certificates import patent_certificate
from extractors.documents.personal_records import appraisal_record, diploma, publicity_notice
from extractors.documents.result_pages import with_states
from extractors.documents.search_results import search_results
from extractors.documents.shared_pages import papers_on
from extractors.documents.skill_certificates import skill_certificate
from extractors.documents.wants import wants_for
from extractors.frames import upright_quad

Extractor = Callable[[Sequence[PageText], Judge], list[Field]]

_EXTRACTORS: Mapping[DocumentKind, Extractor] = {
    DocumentKind.PATENT_CERTIFICATE: patent_certificate,
    DocumentKind.AWARD_CERTIFICATE: award_certificate,
    DocumentKind.COMMENDATION_DOCUMENT: commendation_document,
    DocumentKind.SKILL_CERTIFICATE: skill_certificate,
    DocumentKind.APPLICATION_FORM: application_form,
    DocumentKind.APPRAISAL_RECORD: appraisal_record,
    DocumentKind.DIPLOMA: diploma,
    DocumentKind.PUBLICITY_NOTICE: publicity_notice,
}


def extract(pages: Sequence[PageReading], *, upload: str, sha256: str) -> Extraction:
    """The documents of one upload in page order, with every page in at least one of them."""
    texts = [merge(page) for page in pages]
    judge = Judge(texts)
    papers = [paper for text in texts for paper in papers_on(text)]
    passages = [page_passage(paper) for paper in papers]
    kinds = [classify(passage) for passage in passages]
    looks = {page.page.number: page.look for page in pages}
    documents = with_states(
        Document(upload, sha256, found.kind, numbers, fields, tuple(looks[n] for n in numbers))
        for found in group(papers, passages, kinds)
        for fields, numbers in _told(found, judge)
    )
    wants = wants_for(documents, texts)
    crooked = {page.page.number: page for page in pages if page.straightened is not None}
    return Extraction(tuple(_on_upright_pages(one, crooked) for one in documents), wants)


def _on_upright_pages(document: Document, crooked: Mapping[int, PageReading]) -> Document:
    """The document with its fields' places carried back from the frames of crooked pages."""
    if crooked.keys().isdisjoint(document.pages):
        return document
    fields = tuple(
        _upright(field, crooked[field.page]) if field.page in crooked else field
        for field in document.fields
    )
    return replace(document, fields=fields)


def _upright(field: Field, reading: PageReading) -> Field:
    frame = reading.straightened
    if field.box is None or frame is None:
        return field
    quad = upright_quad(field.box, frame, reading.page)
    return replace(field, quad=quad, box=around(quad))


def _told(found: PageGroup, judge: Judge) -> list[tuple[tuple[Field, ...], tuple[int, ...]]]:
    """Fields and pages of each document in a group of pages: several for a list of patents."""
    numbers = tuple(page.number for page in found.pages)
    if found.kind is DocumentKind.PATENT_SEARCH_RESULT:
        return [(one.fields, one.pages) for one in search_results(found.pages, judge)]
    if found.kind is DocumentKind.OTHER:
        return [(fields, numbers) for fields in office_papers(found.pages, judge)]
    extractor = _EXTRACTORS.get(found.kind)
    return [(tuple(extractor(found.pages, judge)) if extractor else (), numbers)]
