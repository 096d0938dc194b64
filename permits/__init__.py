"""The office: tables, rules, pages and API."""
