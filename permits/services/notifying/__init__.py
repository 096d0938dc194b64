"""Notices, notifications and letters: what goes out, to whom, and when."""
