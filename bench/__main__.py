"""`python -m bench NAME …` runs the benchmarks named, or all but the long ones; NAME:WORD hands one a word."""

import sys
import warnings
from importlib import import_module

QUICK = ("life", "layer", "race", "sweep", "crash")
# long runs, and those that ask for a word
KNOWN = (
    *QUICK,
    "mutate",
    "model",
    "soak",
    "fuzz",
    "forms",
    "bundles",
    "lives",
    "papers",
    "upgrade",
    "faults",
    "faults.drain",
)


def main(names: list[str]) -> int:
    """Run the benchmarks named."""
    if unknown := {name.partition(":")[0] for name in names} - set(KNOWN):
        print(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(KNOWN)}", file=sys.stderr)
        return 2
    # the wheel's server warns about its socket directory; irrelevant here
    warnings.filterwarnings("ignore", module="platformdirs")
    for name in names or QUICK:
        bench, _, word = name.partition(":")
        import_module(f"bench.{bench}").main(*([word] if word else []))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
