"""From the pipeline to the desk's database: a batch, its cases and their items."""

from review.desk.publishing.publish import Published, publish

__all__ = ["Published", "publish"]
