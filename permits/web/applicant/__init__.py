"""Pages of applicants: file, follow, amend, mend, licences."""
