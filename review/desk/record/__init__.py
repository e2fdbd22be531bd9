"""The record (记录): an append-only, hash-chained account of what people did."""
