"""What a bundle and a lifecycle say, read from their files."""
