"""Lists of cases, work items, licences and decisions."""
