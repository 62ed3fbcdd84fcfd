"""Documents: reading TOML and JSON exactly, and judging them by a JSON Schema.

The published schemas (``tariffopt schema``) are the ones that judge input, so what
is documented and what is accepted cannot drift apart. All faults of a document are
found at once; each names its ``$.path``, what stands there and what may stand there.
"""

from tariffopt.documents.judging import faults_of, plain, schema, set_of
from tariffopt.documents.reading import (
    Document,
    Loaded,
    Origin,
    parse_document,
    read_bytes,
    read_document,
)
from tariffopt.documents.showing import allowed_of, guess, shown_value

__all__ = [
    "Document",
    "Loaded",
    "Origin",
    "allowed_of",
    "faults_of",
    "guess",
    "parse_document",
    "plain",
    "read_bytes",
    "read_document",
    "schema",
    "set_of",
    "shown_value",
]
