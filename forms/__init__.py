"""Parse and check what a person typed; no database."""
