"""Addresses of this part of the desk, each with the action it takes."""

from __future__ import annotations

from django.urls import URLPattern

from review.desk.access.guard import PUBLIC, route
from review.desk.access.roles import Action
from review.desk.people.account import account, new_password
from review.desk.people.account_pages import (
    close_person,
    new_person,
    one_person,
    people,
    reopen_person,
    reset_password,
    unlock_person,
)
from review.desk.people.home import home
from review.desk.people.office_pages import offices
from review.desk.people.signing_in import sign_in
from review.desk.people.signing_out import sign_out, switch_language

urls: list[URLPattern] = [
    route("", home, Action.OWN_ACCOUNT, "home"),
    route("login/", sign_in, PUBLIC, "login"),
    route("logout/", sign_out, PUBLIC, "logout"),
    route("language/", switch_language, PUBLIC, "language"),
    route("account/", account, Action.OWN_ACCOUNT, "account"),
    route("account/password/", new_password, Action.OWN_ACCOUNT, "new-password"),
    route("offices/", offices, Action.PEOPLE_MANAGE, "offices"),
    route("people/", people, Action.PEOPLE_MANAGE, "people"),
    route("people/new/", new_person, Action.PEOPLE_MANAGE, "new-person"),
    route("people/<str:username>/", one_person, Action.PEOPLE_MANAGE, "person"),
    route("people/<str:username>/close/", close_person, Action.PEOPLE_MANAGE, "close-person"),
    route("people/<str:username>/reopen/", reopen_person, Action.PEOPLE_MANAGE, "reopen-person"),
    route("people/<str:username>/unlock/", unlock_person, Action.PEOPLE_MANAGE, "unlock-person"),
    route(
        "people/<str:username>/password/", reset_password, Action.PEOPLE_MANAGE, "reset-password"
    ),
]
