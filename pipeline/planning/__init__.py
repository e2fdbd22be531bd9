"""What is out of date and why, and what would run to bring it up to date."""
