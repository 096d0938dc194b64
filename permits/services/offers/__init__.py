"""The actions an actor may take now."""
