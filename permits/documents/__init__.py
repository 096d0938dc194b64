"""Render notices, decisions and licences to PDF, with numbers, verification codes and QR images."""

from permits.documents.render import render as render
