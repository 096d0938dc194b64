"""Work items and decisions on permits."""
