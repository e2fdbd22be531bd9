"""Bytes to evidence: intake, reading and documents.

No database, no network, no Dagster and no Django: what is here can run on a
laptop, in a pool worker or in a test. Extractors know `evidence` and nothing
else of ours.
"""
