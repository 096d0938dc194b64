"""Which actions an actor may take now."""
