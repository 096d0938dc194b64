"""The counter: check, ask for what is missing, accept or refuse to accept."""
