"""Read a bundle from its tables, and refuse what is malformed."""
