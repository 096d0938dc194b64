"""The counter: check, notify deficiencies, accept or refuse to accept."""
