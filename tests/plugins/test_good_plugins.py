from __future__ import annotations

import zipfile
from fractions import Fraction
from pathlib import Path

import pytest

import tariffopt as to
from tariffopt.registry import Entry, Registry
from tests.plugins.fakes import built, install, tariff_file

FORMULA = """
    from tariffopt.tariff import price_function

    @price_function(maximum=3000, id="formula", name="Formula", vendor="V",
                    currency="JPY", prices="excluding-tax", grants=["chat"])
    def price(quantity):
        return 400 * quantity if quantity <= 500 else 350 * quantity
"""


def found(name: str) -> list[Entry]:
    """Give what one distribution holds, and see that the shipped tariffs are there."""
    entries = Registry().entries()
    assert "lgwan-chat" in {entry.id for entry in entries if entry.fault is None}
    return [entry for entry in entries if entry.where.startswith(f"{name} ")]


def test_a_tariff(site: Path) -> None:
    """An entry point may point at a Tariff; its origin names the distribution."""
    module = f"import tariffopt\nTARIFF = {built('one')}"
    install(site, "one-tariff", {"one": "one_tariff:TARIFF"}, {"one_tariff.py": module})

    (entry,) = found("one-tariff")

    assert (entry.id, entry.fault) == ("one", None)
    assert entry.where == "one-tariff 1.0: one"
    tariff = Registry().get("one")
    assert tariff.origin is not None
    assert tariff.origin.found == "one-tariff 1.0: one"
    assert len(tariff.origin.sha256) == 64


@pytest.mark.parametrize(
    "expression",
    [
        "[{}, {}]",
        "({}, {})",
        "(tariff for tariff in [{}, {}])",
        "{{'a': {}, 'b': {}}}.values()",
    ],
)
def test_an_iterable(site: Path, expression: str) -> None:
    """An entry point may point at any iterable of tariffs."""
    value = expression.format(built("a"), built("b"))
    files = {"several.py": f"import tariffopt\nVALUE = {value}"}
    install(site, "several", {"all": "several:VALUE"}, files)

    assert [(entry.id, entry.fault) for entry in found("several")] == [
        ("a", None),
        ("b", None),
    ]


def test_an_iterable_of_price_functions(site: Path) -> None:
    """Price functions and tariffs may stand together in one iterable."""
    files = {
        "mixed.py": FORMULA,
        "all_mixed.py": f"""
        import tariffopt, mixed
        VALUE = [mixed.price, {built("other")}]
    """,
    }
    install(site, "mixed", {"mixed": "all_mixed:VALUE"}, files)

    assert [entry.id for entry in found("mixed")] == ["formula", "other"]


def test_an_empty_iterable(site: Path) -> None:
    """A plugin that has no tariff today is not broken."""
    install(
        site, "empty", {"none": "empty_list:VALUE"}, {"empty_list.py": "VALUE = []"}
    )

    assert found("empty") == []


def test_a_package_of_files(site: Path) -> None:
    """A package may hold nothing but tariff files; other files do not matter."""
    files = {
        "files_only/__init__.py": "",
        "files_only/a.toml": tariff_file("a"),
        "files_only/b.toml": tariff_file("b"),
        "files_only/README.md": "# Ours",
        "files_only/below/c.toml": tariff_file("c"),
    }
    install(site, "files-only", {"ours": "files_only"}, files)

    entries = found("files-only")

    assert [entry.id for entry in entries] == ["a", "b"]
    assert entries[0].where == "files-only 1.0: ours/a.toml"
    assert entries[0].tariff is not None
    assert entries[0].tariff.origin is not None
    assert entries[0].tariff.origin.found == entries[0].where


def test_a_package_without_init(site: Path) -> None:
    """A folder of files without ``__init__.py`` is a package as well."""
    install(
        site, "bare", {"bare": "bare_files"}, {"bare_files/a.toml": tariff_file("a")}
    )

    assert [entry.id for entry in found("bare")] == ["a"]


@pytest.mark.usefixtures("site")
def test_a_zipped_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package may lie in a zip archive."""
    scratch = tmp_path / "scratch"
    files = {"zipped/__init__.py": "", "zipped/z.toml": tariff_file("z")}
    install(scratch, "zipped-files", {"z": "zipped"}, files)
    archive = tmp_path / "zipped.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for file in scratch.rglob("*"):
            packed.write(file, file.relative_to(scratch).as_posix())
    monkeypatch.syspath_prepend(str(archive))

    (entry,) = found("zipped-files")

    assert (entry.id, entry.where) == ("z", "zipped-files 1.0: z/z.toml")


def test_a_price_function(site: Path) -> None:
    """A marked function is tabulated up to its maximum, and stays a function."""
    files = {"formula.py": FORMULA}
    install(site, "formula", {"formula": "formula:price"}, files)

    (entry,) = found("formula")

    assert entry.tariff is not None
    charge = entry.tariff.versions[0].charges[0]
    assert isinstance(charge.schedule, to.Tabulated)
    assert [(run.up_to, run.price) for run in charge.schedule.runs] == [
        (500, Fraction(400)),
        (3000, Fraction(350)),
    ]


def test_two_distributions_with_equal_entry_point_names(site: Path) -> None:
    """Names of entry points may repeat; only ids must differ."""
    for name in ("first", "second"):
        files = {f"{name}_files/{name}.toml": tariff_file(name)}
        install(site, name, {"tariffs": f"{name}_files"}, files)

    assert {entry.id for entry in found("first") + found("second")} == {
        "first",
        "second",
    }


def test_a_shadowed_distribution(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two copies of a distribution only the first on the path counts."""
    old = tmp_path / "old"
    install(old, "twice", {"t": "twice_old"}, {"twice_old/t.toml": tariff_file("old")})
    install(
        site,
        "twice",
        {"t": "twice_new"},
        {"twice_new/t.toml": tariff_file("new")},
        version="2.0",
    )
    monkeypatch.syspath_prepend(str(old))
    monkeypatch.syspath_prepend(str(site))

    assert [entry.where for entry in found("twice")] == ["twice 2.0: t/t.toml"]


def test_one_file_on_two_roads(site: Path) -> None:
    """A folder that is also an installed package gives each tariff once."""
    files = {"both_roads/t.toml": tariff_file("t")}
    install(site, "both-roads", {"t": "both_roads"}, files)

    registry = Registry([site / "both_roads"])

    assert [entry.id for entry in registry.entries()].count("t") == 1
    assert registry.get("t").id == "t"
