"""Supervision orders, public explanations, incidents, flagged breaches, the audit of the chains."""
