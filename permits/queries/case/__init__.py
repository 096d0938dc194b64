"""The parts of one case as pages and the API show them."""
