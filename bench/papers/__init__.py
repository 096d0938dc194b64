"""`bench papers:COMMIT`: word every notice of the demo office as this tree and as an earlier commit do, and compare."""

from bench.papers.comparing import main as main
