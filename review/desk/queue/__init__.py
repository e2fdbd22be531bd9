"""The queue (队列): what is open, filtered, sorted, searched."""
