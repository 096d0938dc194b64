"""What every stage of a case needs: duties, terms, scope, remedies, bans, numbers."""
