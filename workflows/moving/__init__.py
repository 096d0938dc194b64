"""Fire an action on a lifecycle."""
