"""Commands about what the office keeps: encryption, files, numbers, retention."""
