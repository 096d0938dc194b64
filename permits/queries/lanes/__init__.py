"""The lanes: a picture of who works on a case, since when and until when."""
