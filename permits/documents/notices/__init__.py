"""The kinds of notice, each declared once: the facts it needs, its words, its names, its law and its layout."""
