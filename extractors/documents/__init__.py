"""Readings to documents: kinds, fields with where they stand, and what to look at again.

`extract` is the door: it merges a page's readings by place (page_text), tells
kinds apart (classify, grouping), and lets one module a kind find its fields.
"""
