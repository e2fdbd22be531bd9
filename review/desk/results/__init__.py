"""Results: rosters after decisions, statements of a case, exports."""
