"""Files that rest on others: an overlay on its base, a bundle on shared tables; resolved whole before it is read."""
