"""Accounts, offices, idempotency keys and the outbox."""
