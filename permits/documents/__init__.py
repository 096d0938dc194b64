"""Notices, decisions and licences as PDF; their numbers, codes and QR images."""
