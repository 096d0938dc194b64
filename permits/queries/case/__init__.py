"""One case: its parts as pages and the API show them."""
