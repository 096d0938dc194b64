"""Queries for pages, API and exports. Every query names its area."""
