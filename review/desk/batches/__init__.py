"""Batches (批次): bringing one in, and how far it has come."""
