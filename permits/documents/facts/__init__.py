"""What each notice must know, stored when it is issued."""
