"""Signing in by an identity service (OpenID Connect): the service, and the accounts of its people."""
