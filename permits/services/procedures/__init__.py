"""Procedures beside the review: hearings, statements, site visits, public notices, stops, extensions."""
