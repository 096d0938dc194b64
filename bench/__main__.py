"""`python -m bench NAME …` runs the benchmarks named, or all but the last six."""

import sys
import warnings
from importlib import import_module

KNOWN = ("life", "layer", "race", "sweep", "crash", "mutate", "model", "soak", "fuzz", "forms", "bundles")
# the default leaves out the long runs
QUICK = KNOWN[:-6]


def main(names: list[str]) -> int:
    """Run the benchmarks named."""
    if unknown := set(names) - set(KNOWN):
        print(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(KNOWN)}", file=sys.stderr)
        return 2
    # the wheel's server warns about its socket directory; irrelevant here
    warnings.filterwarnings("ignore", module="platformdirs")
    for name in names or QUICK:
        import_module(f"bench.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
