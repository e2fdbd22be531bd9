"""Who may do what, and whose applicants they see."""
