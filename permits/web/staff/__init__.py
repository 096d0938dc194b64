"""Pages of the office: counter, departments, lead, managers."""
