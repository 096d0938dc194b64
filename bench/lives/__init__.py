"""`bench lives[:SECONDS]`: shipped matters, each renamed, and random sound ones live to their end on both databases."""

from bench.lives.living import main as main
