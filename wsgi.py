"""The application as a WSGI server wants it; nothing else."""

from permits.app import create_app

app = create_app()
