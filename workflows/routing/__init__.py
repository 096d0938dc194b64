"""Derive permits, work items, materials and fees from the answers."""
