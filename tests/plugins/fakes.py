"""Distributions that exist in a test's folder only: metadata, entry points, modules."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def document(tariff_id: str, price: str = "400") -> dict[str, Any]:
    """Give the smallest tariff: one item, one price a month."""
    return {
        "id": tariff_id,
        "name": tariff_id.title(),
        "vendor": "A vendor",
        "currency": "JPY",
        "prices": "excluding-tax",
        "items": {"seat": {"grants": ["chat"]}},
        "charges": [{"per": "month", "scheme": "per_unit", "price": price}],
    }


def tariff_file(tariff_id: str, price: str = "400") -> str:
    """Give the smallest tariff as the text of a ``.toml`` file."""
    return textwrap.dedent(f"""
        id = "{tariff_id}"
        name = "{tariff_id.title()}"
        vendor = "A vendor"
        currency = "JPY"
        prices = "excluding-tax"
        [items.seat]
        grants = ["chat"]
        [[charges]]
        per = "month"
        scheme = "per_unit"
        price = {price}
    """)


def built(tariff_id: str) -> str:
    """Give the Python expression of the smallest tariff; needs ``import tariffopt``."""
    return f"tariffopt.tariff_from_dict({json.dumps(document(tariff_id))})"


def install(
    site: Path,
    name: str,
    points: Mapping[str, str] | str,
    files: Mapping[str, str] | None = None,
    *,
    version: str = "1.0",
    about: str = "",
) -> None:
    """Put a distribution into a folder of the path, as an installer would leave it.

    Parameters
    ----------
    site
        A folder on ``sys.path``.
    name, version
        Of the distribution.
    points
        Targets by name, or the text of ``entry_points.txt`` as it is.
    files
        Texts of modules and data by their path.
    about
        Further lines of the metadata.
    """
    info = site / f"{name}-{version}.dist-info"
    info.mkdir(parents=True)
    head = f"Metadata-Version: 2.4\nName: {name}\nVersion: {version}\n{about}"
    (info / "METADATA").write_text(head, encoding="utf-8")
    if not isinstance(points, str):
        rows = (f"{point} = {target}" for point, target in points.items())
        points = "\n".join(["[tariffopt.tariffs]", *rows, ""])
    (info / "entry_points.txt").write_text(points, encoding="utf-8")
    for path, text in (files or {}).items():
        file = site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(text), encoding="utf-8")
