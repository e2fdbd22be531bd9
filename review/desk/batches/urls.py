"""Addresses of this part of the desk, each with the action it takes."""

from __future__ import annotations

from django.urls import URLPattern

from review.desk.access.guard import route
from review.desk.access.roles import Action
from review.desk.batches import upload_views, views

urls: list[URLPattern] = [
    route("batches/", views.batches, Action.BATCH_VIEW, "batches"),
    # One name with and without a batch: what an open page asks by itself (middleware).
    route("batches-progress/", views.batches_progress, Action.BATCH_VIEW, "batch-progress"),
    route("batches/<slug:key>/", views.batch, Action.BATCH_VIEW, "batch"),
    route(
        "batches/<slug:key>/progress/", views.batch_progress, Action.BATCH_VIEW, "batch-progress"
    ),
    route("batches/<slug:key>/files/", views.batch_files, Action.BATCH_VIEW, "batch-files"),
    route("batches/<slug:key>/try-again/", views.try_again, Action.BATCH_UPLOAD, "try-again"),
    route("upload/", upload_views.upload_page, Action.BATCH_UPLOAD, "upload"),
    route("upload/begin/", upload_views.begin_upload, Action.BATCH_UPLOAD, "upload-begin"),
    route(
        "upload/<uuid:upload>/files/", upload_views.list_files, Action.BATCH_UPLOAD, "upload-files"
    ),
    route(
        "upload/<uuid:upload>/listed/",
        upload_views.end_listing,
        Action.BATCH_UPLOAD,
        "upload-listed",
    ),
    route(
        "upload/<uuid:upload>/files/<int:number>/",
        upload_views.receive_piece,
        Action.BATCH_UPLOAD,
        "upload-piece",
    ),
    route(
        "upload/<uuid:upload>/hand-over/",
        upload_views.finish_upload,
        Action.BATCH_UPLOAD,
        "upload-hand-over",
    ),
    route(
        "upload/<uuid:upload>/give-up/",
        upload_views.give_up_upload,
        Action.BATCH_UPLOAD,
        "upload-give-up",
    ),
]
