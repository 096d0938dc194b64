"""Bundles, lifecycles and events, read from their files."""
