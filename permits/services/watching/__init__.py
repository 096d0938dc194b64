"""The office's health: figures and surroundings, what they mean, the nightly checks, who serves."""
