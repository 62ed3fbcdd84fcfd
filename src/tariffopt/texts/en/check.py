"""English texts of the area 'check'."""

from typing import Final

TEXTS: Final[dict[str, str]] = {}
