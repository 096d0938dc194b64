"""Queries about the office: catalogue, people, installation, invariants."""
