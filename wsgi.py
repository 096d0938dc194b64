"""The application as a WSGI server wants it; nothing else."""

from permits.app import create_app
from permits.app.start import or_exit

app = or_exit(create_app)
