"""The patents benchmark: its two ways to verdicts, and what counts as right."""
