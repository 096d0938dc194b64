"""Pages of applicants: file, track, amend, repair, licences."""
