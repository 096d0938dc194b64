"""A case read whole: one statement for its application, one for everything that belongs to it."""
