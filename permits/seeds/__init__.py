"""The demo office and the calendar, as data."""
