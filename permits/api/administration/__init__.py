"""Operations of administrators: working days, and the bundles of the office."""
