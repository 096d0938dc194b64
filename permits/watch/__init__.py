"""What a process tells of itself: log lines, metrics, spans. Imports nothing of the office."""
