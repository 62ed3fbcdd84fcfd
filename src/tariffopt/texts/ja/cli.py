"""Japanese texts of the area 'cli'."""

from typing import Final

TEXTS: Final[dict[str, str]] = {}
