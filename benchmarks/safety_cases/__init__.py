"""Cases of the safety benchmark: applicants at record level, and what must become of each.

Expected results are written by hand from the notice (新人社办〔2024〕22号) and share no
code with the rules they test; only `judge` knows that there are any.
"""
