"""Reads a whole case: one statement for its application, one for everything that belongs to it."""
