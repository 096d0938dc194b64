"""Uploaded files: what is taken, what is inside them, the virus scanner."""
