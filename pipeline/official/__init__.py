"""Official results that reviewers typed in at the desk: checked, kept, and shown again."""
