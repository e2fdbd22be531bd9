"""The sample batch many times over: other people and other numbers on the same papers."""
