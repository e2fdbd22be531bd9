"""The files of a finished batch: two rosters, verdicts, and the lists around them."""
