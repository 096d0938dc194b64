"""Read a bundle from its tables, and refuse malformed ones."""
