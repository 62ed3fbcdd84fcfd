from __future__ import annotations

import builtins
import logging
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tariffopt.errors import PluginError, TariffError, UnknownTariffError
from tariffopt.registry import Entry, Registry
from tests.plugins.fakes import built, install, tariff_file

# Module text, target, and words of the message.
BROKEN = {
    "missing-module": ("", "no_such_module_anywhere:TARIFF", "ModuleNotFoundError"),
    "missing-attribute": ("X = 1", "plugin_module:TARIFF", "AttributeError"),
    "raises": ("raise RuntimeError('out of order')", "plugin_module", "out of order"),
    "syntax": ("def", "plugin_module", "SyntaxError"),
    "exits": ("import sys; sys.exit(3)", "plugin_module", "SystemExit: 3"),
    "quits": ("raise SystemExit", "plugin_module:X", "SystemExit"),
    "interrupts": (
        "raise KeyboardInterrupt('x')",
        "plugin_module",
        "KeyboardInterrupt: x",
    ),
    "lazy-interrupt": (
        "def interrupt():\n    raise KeyboardInterrupt\nX = iter(interrupt, 1)",
        "plugin_module:X",
        "KeyboardInterrupt",
    ),
    "own-base": (
        "class Odd(BaseException):\n    def __str__(self): raise ValueError\nraise Odd",
        "plugin_module",
        "Odd",
    ),
    "bad-target": ("X = 1", "plugin module : X !", "AttributeError|ValueError"),
    "number": ("X = 7", "plugin_module:X", "int"),
    "text": ("X = 'lgwan-chat'", "plugin_module:X", "str"),
    "table": ("X = {'id': 'a'}", "plugin_module:X", "dict"),
    "none": ("X = None", "plugin_module:X", "NoneType"),
    "numbers": ("X = [1, 2]", "plugin_module:X", r"\[0\] int"),
    "unmarked": (
        "def price(q): return 400 * q",
        "plugin_module:price",
        "function price",
    ),
    "plain-module": ("X = 1", "plugin_module", "module plugin_module"),
    "endless": ("import itertools; X = itertools.count()", "plugin_module:X", "int"),
    "lazy-raise": ("X = (1 // 0 for _ in range(1))", "plugin_module:X", "ZeroDivision"),
    "lazy-exit": (
        "import sys\nX = (sys.exit(2) for _ in range(1))",
        "plugin_module:X",
        "SystemExit: 2",
    ),
    "float-price": (
        (
            "from tariffopt.tariff import price_function\n"
            "@price_function(maximum=9, id='f', name='F', vendor='V', currency='JPY',\n"
            "                prices='excluding-tax')\n"
            "def price(q): return 1.5 * q"
        ),
        "plugin_module:price",
        "float",
    ),
}


def install_good(site: Path) -> None:
    """Put a good plugin beside, before and after the broken one by name."""
    for name in ("aaa-good", "zzz-good"):
        module = name.replace("-", "_")
        files = {f"{module}/{name}.toml": tariff_file(name)}
        install(site, name, {"good": module}, files)


def the_broken(registry: Registry) -> Entry:
    """Give the one broken entry; everything else is whole."""
    (entry,) = [entry for entry in registry.entries() if entry.fault]
    whole = {known.id for known in registry.entries() if known.tariff}
    assert {"aaa-good", "zzz-good", "lgwan-chat"} <= whole
    assert registry.get("aaa-good").id == "aaa-good"
    return entry


@pytest.mark.parametrize("kind", BROKEN)
def test_broken_plugin_harms_nobody_else(site: Path, kind: str) -> None:
    """A broken plugin is reported with distribution, version, target and error."""
    module, target, words = BROKEN[kind]
    install_good(site)
    install(
        site,
        "broken-plugin",
        {"acme": target},
        {"plugin_module.py": module},
        version="2.3",
    )

    entry = the_broken(Registry())

    assert entry.fault is not None
    assert (entry.tariff, entry.id) == (None, "acme")
    assert entry.where == "broken-plugin 2.3: acme"
    english = entry.fault.text("en")
    for expected in ("broken-plugin", "2.3", '"acme"', target.split(":")[0]):
        assert expected in english
    assert any(word.replace("\\", "") in english for word in words.split("|"))
    assert "broken-plugin 2.3" in entry.fault.text("ja")


def test_asking_for_the_broken_one(site: Path) -> None:
    """The id of a broken plugin raises that plugin's own error."""
    install(site, "acme", {"acme-chat": "acme:T"}, {"acme.py": "1 / 0"})

    with pytest.raises(PluginError, match=r"acme 1\.0.*acme:T.*division by zero"):
        Registry().get("acme-chat")


def test_unknown_id_beside_a_broken_plugin(site: Path) -> None:
    """What cannot be found may be in what cannot be loaded: the error says both."""
    install(site, "acme", {"acme": "acme:T"}, {"acme.py": "1 / 0"})

    with pytest.raises(UnknownTariffError) as caught:
        Registry().get("acme-mail")

    codes = [fault.code for fault in caught.value.faults]
    assert codes == ["unknown-tariff-installed", "plugin-broken"]


def test_tariffs_before_the_error_are_kept(site: Path) -> None:
    """An iterable that fails half way gives what it gave, and a fault."""
    module = f"""
        import tariffopt
        def tariffs():
            yield {built("half")}
            raise SystemExit("enough")
        VALUE = tariffs()
    """
    install(site, "half-way", {"half-way": "half_way:VALUE"}, {"half_way.py": module})

    registry = Registry()

    assert registry.get("half").id == "half"
    assert [fault.code for fault in registry.faults()] == ["plugin-broken"]


def test_one_bad_file_of_a_package(site: Path) -> None:
    """A bad file of a package is a fault of that file alone, with its ``$.path``."""
    bad = tariff_file("bad").replace('prices = "excluding-tax"', "")
    files = {
        "some_files/good.toml": tariff_file("good"),
        "some_files/bad.toml": bad,
        "some_files/worse.toml": "id = ",
    }
    install(site, "some-files", {"some": "some_files"}, files)

    registry = Registry()

    assert registry.get("good").id == "good"
    assert {fault.place.file for fault in registry.faults()} == {
        "some-files 1.0: some/bad.toml",
        "some-files 1.0: some/worse.toml",
    }
    with pytest.raises(TariffError, match=r"some/bad\.toml: \$\.prices is missing"):
        registry.get("bad")


def test_package_without_files(site: Path) -> None:
    """A package that holds no tariff file at all is a fault: files were left out."""
    install(site, "hollow", {"h": "hollow"}, {"hollow/__init__.py": ""})

    assert [fault.code for fault in Registry().faults()] == ["plugin-nonsense"]


def test_tariff_that_no_file_could_hold(site: Path) -> None:
    """A tariff built in Python is judged like a file: faults have their ``$.path``."""
    module = f"""
        import attrs, tariffopt
        T = attrs.evolve({built("a")}, currency="yen")
    """
    install(site, "odd", {"odd": "odd_module:T"}, {"odd_module.py": module})

    with pytest.raises(TariffError, match=r"odd 1\.0: odd: \$\.currency"):
        Registry().get("a")


def test_tariff_that_changes_when_written(site: Path) -> None:
    """A tariff that a document cannot hold is refused before a plan is made of it."""
    module = f"""
        import attrs, tariffopt
        @attrs.frozen
        class Own:
            maximum = None
            def parts(self, quantity):
                return ()
        T = {built("pool")}
        V = T.versions[0]
        C = attrs.evolve(V.charges[0], schedule=Own())
        T = attrs.evolve(T, versions=(attrs.evolve(V, charges=(C,)),))
    """
    install(site, "pool", {"pool": "pool_module:T"}, {"pool_module.py": module})

    with pytest.raises(PluginError, match="no document for schedule Own"):
        Registry().get("pool")


def test_duplicate_ids_name_both_places(site: Path, tmp_path: Path) -> None:
    """An id found twice is nobody's: the error names both places; others load."""
    install(site, "one", {"t": "one_files"}, {"one_files/x.toml": tariff_file("same")})
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "y.toml").write_text(tariff_file("same", "500"), encoding="utf-8")
    registry = Registry([folder])

    with pytest.raises(TariffError) as caught:
        registry.get("same")

    (fault,) = caught.value.faults
    assert fault.code == "tariff-duplicate"
    for lang in ("en", "ja"):
        assert str(folder / "y.toml") in fault.text(lang)
        assert "one 1.0: t/x.toml" in fault.text(lang)
    assert registry.get("lgwan-chat").id == "lgwan-chat"
    assert fault.fields["keep"] == "one 1.0: t/x.toml"
    assert registry.faults() == (fault,)


@pytest.mark.parametrize(
    "text",
    ["[tariffopt.tariffs]\nno equals sign\n", "[tariffopt.tariffs\nx = y\n", "\x00"],
)
def test_unreadable_entry_points(site: Path, text: str) -> None:
    """A distribution whose list of entry points is broken harms nobody else."""
    install_good(site)
    install(site, "mangled", text)

    registry = Registry()

    assert registry.get("zzz-good").id == "zzz-good"
    assert registry.get("lgwan-chat").id == "lgwan-chat"
    assert all("mangled 1.0" in fault.text() for fault in registry.faults())


def test_distribution_without_metadata(site: Path) -> None:
    """A distribution that lost its METADATA file still gives its tariffs."""
    install_good(site)
    (site / "aaa-good-1.0.dist-info" / "METADATA").unlink()

    assert Registry().get("aaa-good").id == "aaa-good"


@pytest.fixture
def listening() -> Iterator[None]:
    """Listen to Ctrl-C: it is ignored where the tests run in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize(
    "pressed",
    [
        "import signal; signal.raise_signal(signal.SIGINT)",
        "import _thread; [_thread.interrupt_main() for _ in range(9)]",
        """
            import _thread
            try:
                _thread.interrupt_main()
            except KeyboardInterrupt:
                raise
        """,
    ],
)
@pytest.mark.usefixtures("listening")
def test_keyboard_interrupt_is_let_through(
    site: Path, pressed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C while a plugin loads is no plugin's error; one can ask again."""
    monkeypatch.setattr(builtins, "_interrupted", False, raising=False)
    module = f"""
        import builtins, tariffopt
        if not builtins._interrupted:
            builtins._interrupted = True
            {pressed}
        T = {built("patient")}
    """
    install(site, "patient", {"p": "patient:T"}, {"patient.py": module})
    registry = Registry()

    with pytest.raises(KeyboardInterrupt):
        registry.entries()

    assert registry.get("patient").id == "patient"


def test_what_plugins_print_is_no_answer(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A plugin may print when it is imported: not among what the caller prints.

    Also not when two registries load at once; afterwards all is as it was.
    """
    module = f"""
        import time, tariffopt
        print("hello")
        time.sleep(0.05)
        T = {built("loud")}
    """
    install(site, "loud", {"l": "loud:T"}, {"loud.py": module})
    before = sys.stdout
    threads = [threading.Thread(target=Registry().entries) for _ in range(4)]
    for thread in threads:
        thread.start()
        time.sleep(0.02)
    for thread in threads:
        thread.join()

    assert sys.stdout is before
    out, err = capsys.readouterr()
    assert (out, "hello" in err) == ("", True)


def test_traceback_is_logged(site: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The author of a plugin finds the traceback in the log, at level DEBUG."""
    install(site, "acme", {"acme": "acme:T"}, {"acme.py": "1 / 0"})

    with caplog.at_level(logging.DEBUG, logger="tariffopt"):
        Registry().entries()

    assert "ZeroDivisionError" in caplog.text


def test_plugin_that_asks_a_registry(site: Path) -> None:
    """A plugin that asks for all tariffs while being loaded does not hang."""
    module = f"""
        import tariffopt
        from tariffopt.registry import Registry
        SEEN = Registry().entries()
        T = {built("curious")}
    """
    install(site, "curious", {"c": "curious:T"}, {"curious.py": module})

    assert Registry().get("curious").id == "curious"
