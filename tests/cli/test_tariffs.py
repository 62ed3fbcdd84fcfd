from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.running import Run, run_script

BROKEN = 'id = "broken"\nname = "x"\n'


@pytest.fixture
def ours(city: Path) -> Path:
    """Make a folder with one good tariff and one broken file."""
    folder = city / "ours"
    folder.mkdir()
    tariff = Path("lgwan-chat.toml").read_text("utf-8")
    renamed = tariff.replace('"lgwan-chat"', '"our-chat"')
    (folder / "our-chat.toml").write_text(renamed, encoding="utf-8")
    (folder / "broken.toml").write_text(BROKEN, encoding="utf-8")
    return folder


@pytest.mark.usefixtures("city")
def test_bare_is_list(cli: Run) -> None:
    """``tariffs`` alone lists what is installed, the shipped collection included."""
    bare = cli("tariffs")

    assert bare.code == 0
    assert "lgwan-chat" in bare.out
    assert cli("tariffs", "list") == bare


@pytest.mark.usefixtures("city")
def test_show(cli: Run) -> None:
    """``show`` prints the prices of a tariff, and where they were read."""
    done = cli("tariffs", "show", "lgwan-chat")

    assert done.code == 0
    for word in ("500", "3,000", "400", "350", "2020-12-10"):
        assert word in done.out


@pytest.mark.usefixtures("club")
def test_show_a_file(cli: Run) -> None:
    """A file can be shown as well as an id."""
    assert "7.25" in cli("tariffs", "show", "messenger.toml").out


@pytest.mark.usefixtures("city")
def test_unknown_id(cli: Run) -> None:
    """An unknown id is answered with a guess; exit 5."""
    done = cli("tariffs", "show", "lgwan_chat")

    assert done.code == 5
    assert 'Did you mean "lgwan-chat"?' in done.err


def test_broken_file_is_a_warning(cli: Run, ours: Path) -> None:
    """A broken file is one line on stderr, and harms no other tariff."""
    done = cli("tariffs", "--tariffs", ours)

    assert done.code == 0
    assert "our-chat" in done.out
    assert len(done.err.splitlines()) == 1
    assert "broken.toml" in done.err
    assert cli("quote", "our-chat", "5", "--tariffs", ours).code == 0


def test_asking_for_the_broken_one(cli: Run, ours: Path) -> None:
    """Only who asks for the broken tariff fails, with all its faults."""
    done = cli("tariffs", "show", "broken", "--tariffs", ours)

    assert done.code == 5
    assert "$.vendor" in done.err
    assert "$.items" in done.err


def test_folders_of_the_variable(
    cli: Run, ours: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``TARIFFOPT_PATH`` names folders, as ``PATH`` does."""
    assert cli("tariffs", "show", "our-chat").code == 5

    path = os.pathsep.join(["", str(ours)])
    monkeypatch.setenv("TARIFFOPT_PATH", path)

    assert cli("tariffs", "show", "our-chat").code == 0


def test_folder_tariffs_here(cli: Run, ours: Path) -> None:
    """A folder named ``tariffs`` in the current one is searched without being named."""
    ours.rename(ours.with_name("tariffs"))

    assert cli("quote", "our-chat", "501").code == 0


def test_duplicate_ids(cli: Run, ours: Path) -> None:
    """An id found twice names both places, and only then matters."""
    twin = (ours / "our-chat.toml").read_text("utf-8")
    (ours / "twin.toml").write_text(twin, encoding="utf-8")

    done = cli("tariffs", "show", "our-chat", "--tariffs", ours)

    assert done.code == 5
    assert "our-chat.toml" in done.err
    assert "twin.toml" in done.err
    assert cli("tariffs", "show", "lgwan-chat", "--tariffs", ours).code == 0


def test_duplicates_hide_no_other_fault(cli: Run, ours: Path) -> None:
    """The warnings name an id found three times once, and all else that is wrong."""
    twin = (ours / "our-chat.toml").read_text("utf-8")
    for name in ("twin", "third"):
        (ours / f"{name}.toml").write_text(twin, encoding="utf-8")
    (ours / "broken.toml").write_text('id = "broken"', encoding="utf-8")

    warned = cli("tariffs", "--tariffs", ours).err.splitlines()

    assert len(warned) == 2
    assert "broken.toml" in warned[0]
    assert '3 tariffs have the id "our-chat"' in warned[1]
    assert "more fault" not in warned[1]


def test_broken_plugin(tmp_path: Path) -> None:
    """A plugin that ends the process is a warning naming distribution and version."""
    site = tmp_path / "site"
    info = site / "acme_bad-1.2.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: acme-bad\nVersion: 1.2\n"
    )
    (info / "entry_points.txt").write_text("[tariffopt.tariffs]\nacme = acme_bad\n")
    (site / "acme_bad.py").write_text("import sys\nsys.exit(3)\n")

    listed = run_script("tariffs", folder=tmp_path, PYTHONPATH=str(site))
    quoted = run_script("quote", "lgwan-chat", "501", PYTHONPATH=str(site))
    asked = run_script("tariffs", "show", "acme", PYTHONPATH=str(site))

    warning = listed.stderr.decode()
    assert listed.returncode == quoted.returncode == 0
    assert "acme-bad 1.2" in warning
    assert "SystemExit" in warning
    assert len(warning.splitlines()) == 1
    assert asked.returncode == 5
    assert b"acme-bad 1.2" in asked.stderr
