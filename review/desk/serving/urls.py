"""Addresses of this part of the desk, each with the action it takes."""

from __future__ import annotations

from review.desk.access.guard import route
from review.desk.access.roles import Action
from review.desk.serving.originals import original
from review.desk.serving.pages import page_image

urls = [
    route(
        "applicants/<int:applicant>/pages/<int:upload>/<int:page>.jpg",
        page_image,
        Action.ITEM_VIEW,
        "page-image",
    ),
    route(
        "applicants/<int:applicant>/uploads/<int:upload>/",
        original,
        Action.ORIGINAL_DOWNLOAD,
        "original",
    ),
]
