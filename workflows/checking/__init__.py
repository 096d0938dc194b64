"""Find contradictions in definitions and in recorded histories."""
