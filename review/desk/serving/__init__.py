"""Bytes for browsers: page images that we rendered, originals only as attachments."""
