"""Data of the demo office and the calendar."""
