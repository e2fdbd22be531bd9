"""Commands in place of Django's of the same name."""
