"""A season at the desk: many items, many reviewers, a server that is killed."""
