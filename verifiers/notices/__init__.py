"""Notices as data: one file each, with the dates, counts, vocabulary and policy of its rules."""

from verifiers.notices.notice import Notice, load_notice, notice_from, read_notice

__all__ = ["Notice", "load_notice", "notice_from", "read_notice"]
