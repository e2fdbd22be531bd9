"""From stored bytes to readings: rendering, channels, readers, seals, barcodes, the pool."""
