"""One applicant's case: all of it on a page, corrections, official results, look-ups."""
