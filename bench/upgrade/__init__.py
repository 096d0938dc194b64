"""An upgrade under traffic."""

from bench.upgrade.upgrading import main as main
