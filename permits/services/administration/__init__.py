"""Acts on the office itself: areas, departments, people with their roles, registers, terms of bundles."""
