"""Live preview: a journal in memory, its pages on demand, and what changed pushed to them."""
