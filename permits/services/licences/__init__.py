"""Licences after the grant: register, inspect, end, look after."""
