"""Quality (质量): how often we are wrong, and where time goes."""
