"""Licences after the grant: register, inspect, end, aftercare."""
