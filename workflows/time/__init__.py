"""Working days, legal clocks and their timers."""
