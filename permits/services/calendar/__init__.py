"""Working days, and what a changed calendar moves."""
