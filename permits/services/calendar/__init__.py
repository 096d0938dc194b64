"""Working days, and the limits that move when a calendar changes."""
