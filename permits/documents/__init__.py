"""Notices, decisions and licences as PDF; their numbers, codes and QR images."""

from permits.documents.render import render as render
