"""Colour: the user's word, then the environment's, then whether there is a terminal (https://bixense.com/clicolors, NO_COLOR)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TextIO


def resolve_color(choice: str, stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Return whether to colour what is written to `stream`."""
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR"):
        return False
    if any(environment.get(name, "0") not in ("", "0") for name in ("CLICOLOR_FORCE", "FORCE_COLOR")):
        return True
    if environment.get("TERM") == "dumb" or environment.get("CLICOLOR") == "0":
        return False
    return stream.isatty()
