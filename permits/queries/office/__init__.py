"""The office: catalogue, people, installation, what must hold."""
