"""What the API takes and gives: what stands in addresses, bodies beside those of actions, answers."""
