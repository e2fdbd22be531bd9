"""Addresses by name, where the desk has them."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse


def page_of(name: str, *arguments: object) -> str:
    """The address of a page; empty where the desk has none of that name."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""
