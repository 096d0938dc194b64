"""`bench bundles`: what the check of a bundle calls sound must live."""

from bench.bundles.mutants import main as main
