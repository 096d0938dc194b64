"""The end of a case: join the decisions, deliver, withdraw, rate."""
