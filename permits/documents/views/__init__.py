"""What each kind of notice says: facts in, blocks of text out."""
