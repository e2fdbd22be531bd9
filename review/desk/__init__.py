"""The review desk (核验台): where people work through the items that evidence alone did not settle.

A Django application. It shows what the pipeline published, records what people decide, and
asks the pipeline for work by writing into the inbox; it reads no document and applies no rule.
"""
