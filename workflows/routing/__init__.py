"""From the answers to permits, work items, materials and fees."""
