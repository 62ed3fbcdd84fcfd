"""English texts about finding tariffs: folders, plugins, ids."""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "error.unknown-tariff": (
        '"{found}": no such id in {folders}, nor among the {installed} installed.'
        "{guess} All: tariffopt tariffs."
    ),
    "error.unknown-tariff-installed": (
        '"{found}": no such id among the {installed} installed; no folder was named '
        "(--tariffs, TARIFFOPT_PATH).{guess} All: tariffopt tariffs."
    ),
    "error.tariff-duplicate": (
        '{n} tariffs have the id "{tariff}". Keep {keep}; give an id of its own to, or '
        "remove: {others}."
    ),
    "error.folder-missing": "no such folder.",
    "error.plugin-broken": (
        '{distribution} {version}: plugin "{name}" ({target}) could not be loaded: '
        "{error}. Ask its author, or uninstall {distribution}; all other tariffs work."
    ),
    "error.plugin-nonsense": (
        '{distribution} {version}: plugin "{name}" ({target}) holds no tariffs: {found}. '
        "Allowed: a Tariff, an iterable of them, a package with .toml files, a "
        "function marked with @price_function."
    ),
    "error.plugin-unwritable": (
        'the tariff "{tariff}" changes when it is written as a document and read back; '
        "a plan could not be verified later. Build it from what a tariff file can say."
    ),
}
