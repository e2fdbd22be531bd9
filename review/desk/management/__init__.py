"""Commands that `heyan desk` runs."""
