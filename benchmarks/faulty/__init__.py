"""An installation that is disturbed on purpose: its batches, its reader, what is done to it."""
