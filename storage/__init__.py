"""Where the bulk of the bytes is kept when it is not a folder: an S3-compatible object store.

Imports evidence only. Without HEYAN_STORE nothing of it is used.
"""
