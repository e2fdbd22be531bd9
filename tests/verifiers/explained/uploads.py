"""S0, P3, U1: whether there is an application, and whether all of it could be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from evidence.uploads import UploadStatus
from tests.verifiers.builders import APPLICANT, application, dossier, skill, upload_of
from tests.verifiers.explained.case import Case, declared


def cases() -> Iterator[Case]:
    """Every grade and every way in which an upload may end."""
    yield declared("申报一级", "S0")
    yield declared("申报三级现为二级", "S0", target_grade="三级")
    yield declared("申报六级", "S0", target_grade="六级")
    yield declared("申报等级空白", "S0", target_grade="")
    yield Case("没有申报表", ("P3", "U1"), dossier(None, skill()))
    yield declared("全部读取", "U1")
    for status in UploadStatus:
        if status is not UploadStatus.READ:
            yield _with_uploads(f"一个文件{status.value}", status)
    yield _with_uploads("两个文件读不出", UploadStatus.UNREADABLE, UploadStatus.PARTLY_READ)
    empty = replace(dossier(application()), uploads=())
    yield Case("没有上传", ("U1",), empty)


def _with_uploads(name: str, *statuses: UploadStatus) -> Case:
    paper = skill()
    others = [
        upload_of(f"uploads/{APPLICANT}/其他{n}.pdf", status)
        for n, status in enumerate(statuses, 1)
    ]
    outcomes = (upload_of(paper.upload), *others)
    return Case(name, ("U1",), dossier(application(), paper, uploads=outcomes))
