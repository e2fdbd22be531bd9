"""The item page (事项): what was declared, read and recorded, and the decision."""
