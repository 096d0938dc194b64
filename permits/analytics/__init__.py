"""Figures: durations and late work by owner. Read-only; every query names its area."""
