"""Fire what falls due, and find cases that stand still."""
