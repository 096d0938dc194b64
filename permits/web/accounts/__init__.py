"""Pages of a person's own account: choosing a password, registering, sessions, second factor."""
