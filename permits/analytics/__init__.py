"""Figures: how long things take, what is late and whose. Read-only; every query names its area."""
