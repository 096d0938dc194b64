"""Write stylesheets one declaration a line; with --check only name those that are not."""

import argparse
import sys
from pathlib import Path

import cssbeautifier


def formatted(text: str) -> str:
    """Format a stylesheet."""
    options = cssbeautifier.default_options()
    options.indent_size = 2
    options.space_around_combinator = True
    options.end_with_newline = True
    return str(cssbeautifier.beautify(text, options))


def main() -> int:
    """Format the stylesheets below the folders named; 1 if --check finds one to format."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("folders", nargs="+", type=Path)
    arguments = parser.parse_args()
    sheets = [sheet for folder in arguments.folders for sheet in sorted(folder.rglob("*.css"))]
    unformatted = [sheet for sheet in sheets if formatted(sheet.read_text("utf-8")) != sheet.read_text("utf-8")]
    for sheet in unformatted:
        print(f"would format {sheet}" if arguments.check else f"formatted {sheet}")
        if not arguments.check:
            sheet.write_text(formatted(sheet.read_text("utf-8")), "utf-8")
    return 1 if arguments.check and unformatted else 0


if __name__ == "__main__":
    sys.exit(main())
