"""Named conditions of moves, each with its sentence."""
