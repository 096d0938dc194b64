"""What a grant may say: narrower scopes, the restrictions it carries, and contradictions between them."""
