"""Keeping what is stored: backups, restoring them, archive bags, and re-hashing everything."""
