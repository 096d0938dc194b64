"""Fire due timers, and find cases that break an invariant."""
