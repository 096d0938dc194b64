"""The lanes: who works on a case, since when, until when."""
