"""An installation with batches that were judged, its daemon, and what the daemon ran."""
