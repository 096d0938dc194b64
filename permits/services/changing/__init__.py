"""Amend a submitted application and its materials."""
