from __future__ import annotations

import os
import threading
from importlib import metadata
from pathlib import Path

import pytest

from tariffopt.errors import TariffError, UnknownTariffError
from tariffopt.registry import Entry, Registry, folders_from
from tests.plugins.fakes import tariff_file


def folder_of(path: Path, **files: str) -> Path:
    """Make a folder with files; ``a__toml`` is the file ``a.toml``."""
    path.mkdir()
    for name, text in files.items():
        (path / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return path


def test_folder(tmp_path: Path) -> None:
    """TOML and JSON files of a folder are tariffs; where they are is as named."""
    folder = folder_of(
        tmp_path / "ours",
        a__toml=tariff_file("a"),
        notes__txt="no tariff",
        hidden__toml="",
    )
    (folder / "hidden.toml").rename(folder / ".hidden.toml")
    (folder / "below").mkdir()
    (folder / "below" / "b.toml").write_text(tariff_file("b"), encoding="utf-8")

    (entry,) = Registry([folder], installed=False).entries()

    assert (entry.id, entry.where) == ("a", str(folder / "a.toml"))
    assert not entry.installed


def test_path_of_a_file(tmp_path: Path) -> None:
    """A file may stand where a folder is expected."""
    folder = folder_of(tmp_path / "ours", a__toml=tariff_file("a"), b__toml="x")

    assert Registry([folder / "a.toml"], installed=False).get("a").id == "a"


def test_broken_file_harms_nobody_else(tmp_path: Path) -> None:
    """Each broken file is a fault with its place; the others load."""
    folder = folder_of(
        tmp_path / "ours",
        bad__toml="id = ",
        good__toml=tariff_file("good"),
        list__json="[1]",
        wrong__toml=tariff_file("wrong").replace("400", '"400 yen"'),
    )
    (folder / "sjis.toml").write_bytes("# 価格\nid = 'x'".encode("cp932"))
    registry = Registry([folder], installed=False)

    assert registry.get("good").id == "good"
    assert sorted(
        (f.code, Path(f.place.file or "").name) for f in registry.faults()
    ) == [
        ("coding-cp932", "sjis.toml"),
        ("not-a-price", "wrong.toml"),
        ("not-a-table", "list.json"),
        ("toml-syntax", "bad.toml"),
    ]


@pytest.mark.parametrize(
    "text",
    ["", "a = " + "[" * 100_000, "id = " + "9" * 5000, "id = 5", "charges = 7"],
    ids=["empty", "deep", "long", "number", "no-list"],
)
def test_odd_file_harms_nobody_else(tmp_path: Path, text: str) -> None:
    """Whatever a file holds, it costs nobody else a tariff."""
    folder = folder_of(tmp_path / "ours", odd__toml=text, good__toml=tariff_file("g"))
    registry = Registry([folder], installed=False)

    assert registry.get("g").id == "g"
    assert {fault.place.file for fault in registry.faults()} == {
        str(folder / "odd.toml")
    }


def test_asking_for_a_broken_file(tmp_path: Path) -> None:
    """The id a broken file has, or else its stem, raises that file's own faults."""
    wrong = tariff_file("wrong-id").replace("400", "-4")
    folder = folder_of(tmp_path / "ours", wrong__toml=wrong, bad__toml="id = ")
    registry = Registry([folder], installed=False)

    with pytest.raises(TariffError, match=r"wrong\.toml: \$\.charges\[0\]\.price"):
        registry.get("wrong-id")
    with pytest.raises(TariffError, match=r"bad\.toml: line 1"):
        registry.get("bad")


def test_scenario_beside_tariffs(tmp_path: Path) -> None:
    """A scenario or a plan in a folder of tariffs is no broken tariff."""
    folder = folder_of(
        tmp_path / "ours",
        a__toml=tariff_file("a"),
        chat__toml='offers = ["a.toml"]\ngroups = []\n',
        plan__json='{"format": "tariffopt.plan/1"}',
    )
    registry = Registry([folder], installed=False)

    assert [entry.id for entry in registry.entries()] == ["a"]
    assert registry.faults() == ()


def test_missing_folder(tmp_path: Path) -> None:
    """A folder that is not there is a fault, and named where an id is not found."""
    registry = Registry([tmp_path / "nowhere"], installed=False)

    assert [fault.code for fault in registry.faults()] == ["folder-missing"]
    with pytest.raises(UnknownTariffError, match="nowhere: no such folder"):
        registry.get("a")


def test_unknown_id_says_where_it_searched(tmp_path: Path) -> None:
    """The error names the id, the folders, the number installed and a guess."""
    folder = folder_of(tmp_path / "ours", a__toml=tariff_file("our-chat"))

    with pytest.raises(UnknownTariffError) as caught:
        Registry([folder], installed=False).get("our_chat")

    for lang in ("en", "ja"):
        text = caught.value.text(lang)
        for words in ("our_chat", "our-chat", str(folder), "0", "tariffopt tariffs"):
            assert words in text


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("lgwan_chat", "lgwan-chat"),
        ("LGWAN-Chat", "lgwan-chat"),
        ("lgwan-caht", "lgwan-chat"),
        ("ｌｇｗａｎ－ｃｈａｔ", "lgwan-chat"),
        ("something else", ""),
    ],
)
def test_did_you_mean(asked: str, meant: str) -> None:
    """Other capitals, other dashes, wide letters and slips are guessed; no more."""
    with pytest.raises(UnknownTariffError) as caught:
        Registry().get(asked)

    assert caught.value.faults[0].fields["guess"] == meant


def test_ids_are_case_sensitive(tmp_path: Path) -> None:
    """``A`` and ``a`` are two tariffs."""
    folder = folder_of(
        tmp_path / "ours", x__toml=tariff_file("A"), y__toml=tariff_file("a")
    )
    registry = Registry([folder], installed=False)

    assert (registry.get("A").id, registry.get("a").id) == ("A", "a")


def test_duplicates_in_folders(tmp_path: Path) -> None:
    """Two files with one id are both named, and the id gives neither."""
    first = folder_of(tmp_path / "first", a__toml=tariff_file("same"))
    second = folder_of(tmp_path / "second", b__toml=tariff_file("same"))
    registry = Registry([first, second], installed=False)

    with pytest.raises(TariffError) as caught:
        registry.get("same")

    assert str(first / "a.toml") in str(caught.value)
    assert str(second / "b.toml") in str(caught.value)
    assert [entry.fault is not None for entry in registry.entries()] == [True, True]


def test_three_of_one_id_are_one_fault(tmp_path: Path) -> None:
    """One fault names all places of an id; other faults stand beside it."""
    for name in ("a", "b", "c"):
        folder_of(tmp_path / name, x__toml=tariff_file("same"))
    folder_of(tmp_path / "d", y__toml=tariff_file("other").replace("400", "-4"))
    registry = Registry([tmp_path / name for name in "abcd"], installed=False)

    broken, duplicate = registry.faults()

    assert (duplicate.code, duplicate.fields["n"]) == ("tariff-duplicate", 3)
    for name in ("a", "b", "c"):
        assert str(tmp_path / name / "x.toml") in duplicate.text("en")
    assert str(tmp_path / "d" / "y.toml") in broken.text("en")


def test_broken_file_with_the_id_of_a_good_one(tmp_path: Path) -> None:
    """A broken file that claims an id does not take it from the good one."""
    folder = folder_of(
        tmp_path / "ours",
        good__toml=tariff_file("same"),
        wrong__toml=tariff_file("same").replace("400", "-4"),
    )

    assert Registry([folder], installed=False).get("same").id == "same"


def test_one_folder_named_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder named twice, or under two names, is read once."""
    folder = folder_of(tmp_path / "ours", a__toml=tariff_file("a"))
    monkeypatch.chdir(tmp_path)

    registry = Registry([Path("ours"), folder], installed=False)

    assert registry.get("a").id == "a"


def test_nothing_is_searched_before_the_first_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Making a registry touches neither folders nor entry points."""

    def refuse(*_: object) -> None:
        raise AssertionError("searched")

    with monkeypatch.context() as patch:
        patch.setattr(metadata, "distributions", refuse)
        patch.setattr(Path, "iterdir", refuse)
        registry = Registry([tmp_path])

    assert registry.get("lgwan-chat").id == "lgwan-chat"


def test_registry_does_not_ask_plugins_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    """``installed=False`` looks up no entry point."""

    def refuse() -> None:
        raise AssertionError("searched")

    monkeypatch.setattr(metadata, "distributions", refuse)

    assert Registry(installed=False).entries() == ()


def test_environment_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``TARIFFOPT_PATH`` is the command line's business."""
    folder = folder_of(tmp_path / "ours", a__toml=tariff_file("a"))
    monkeypatch.setenv("TARIFFOPT_PATH", str(folder))

    assert Registry(installed=False).entries() == ()


def test_threads_load_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight threads asking at once see one and the same answer, loaded once."""
    folder = folder_of(tmp_path / "ours", a__toml=tariff_file("a"))
    registry = Registry([folder], installed=False)
    loads, answers = [], []
    load, start = registry._load, threading.Barrier(8)

    def counted() -> list[Entry]:
        loads.append(1)
        return load()

    monkeypatch.setattr(registry, "_load", counted)

    def ask() -> None:
        start.wait()
        answers.append(registry.entries())

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(loads) == 1
    assert all(answer is answers[0] for answer in answers)


@pytest.mark.parametrize(
    ("text", "folders"),
    [
        (None, ()),
        ("", ()),
        (os.pathsep, ()),
        (f"a{os.pathsep}b c{os.pathsep}", (Path("a"), Path("b c"))),
    ],
)
def test_folders_from(text: str | None, folders: tuple[Path, ...]) -> None:
    """The variable is split like PATH; empty parts do not mean this folder."""
    assert folders_from(text) == folders
