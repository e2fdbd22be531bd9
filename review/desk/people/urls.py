"""Addresses of this part of the desk, each with the action it takes."""

from __future__ import annotations

from django.urls import URLPattern

from review.desk.access.guard import PUBLIC, route
from review.desk.access.roles import Action
from review.desk.people.account import account, new_password
from review.desk.people.home import home
from review.desk.people.signing_in import sign_in
from review.desk.people.signing_out import sign_out, switch_language

urls: list[URLPattern] = [
    route("", home, Action.OWN_ACCOUNT, "home"),
    route("login/", sign_in, PUBLIC, "login"),
    route("logout/", sign_out, PUBLIC, "logout"),
    route("language/", switch_language, PUBLIC, "language"),
    route("account/", account, Action.OWN_ACCOUNT, "account"),
    route("account/password/", new_password, Action.OWN_ACCOUNT, "new-password"),
]
