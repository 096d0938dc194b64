"""Second factors: codes of an authenticator, recovery codes."""
