"""Pages of administrators: people with their roles, departments, the register, the area."""
