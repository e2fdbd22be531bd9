"""The rules of the notice, each a function under its id (facts of the notice: verifiers/notices)."""
