"""Dagster assets, checks, sensors and resources, and the command line. Only wiring."""
