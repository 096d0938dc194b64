"""Shapes of the API: addresses, bodies other than those of actions, answers."""
