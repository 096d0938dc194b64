"""Keeping what the office holds: encryption at rest, retention, files, numbers."""
