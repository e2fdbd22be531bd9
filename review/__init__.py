"""What people get: rosters and lists as files, and later the review desk."""
