"""What an asset body calls: plain functions from records to records, no Dagster."""
