"""The kit for packages is tested with faults planted on purpose, one for each check."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path

import pytest

from tariffopt.testing import (
    CheckResult,
    ConformanceError,
    check_plugin,
    loading,
    plugin_checks,
)
from tariffopt.testing.checks import PLUGIN_CHECKS
from tests.cli.running import Run
from tests.plugins.fakes import built, install, tariff_file

LICENSE = "License-Expression: CC-BY-4.0\n"
# What a module does besides holding a tariff, and what it is found to ask.
ASKS = {
    "environ": ("import os; X = os.environ.get('HOME')", "os.environ"),
    "environ_item": ("from os import environ; environ['PATH']", "os.environ"),
    "environ_in": ("import os; 'HOME' in os.environ", "os.environ"),
    "environ_all": ("import os; dict(os.environ)", "os.environ"),
    "getenv": ("from os import getenv; getenv('HOME')", "os.environ"),
    "home": ("import pathlib; pathlib.Path('~').expanduser()", "os.environ"),
    "through_c": ("import os; list(map(os.getenv, ['A']))", "os.environ"),
    "through_library": ("import asker; asker.ask()", "os.environ"),
    "today": ("from datetime import date; date.today()", "date.today"),
    "now": ("import datetime; datetime.datetime.now()", "datetime.now"),
    "now_there": ("from datetime import *; datetime.now(*[UTC])", "datetime.now"),
    "own_date": ("import datetime as d; type('D', (d.date,), {}).today()", "D.today"),
    "time": ("import time; time.time()", "time.time"),
    "monotonic": ("from time import monotonic; monotonic()", "time.monotonic"),
    "year": ("import time; time.strftime('%Y')", "time.strftime"),
    "local": ("import time; time.localtime(None)", "time.localtime"),
    "helper": ("import email.utils; email.utils.formatdate()", "time.time"),
    "thread": (
        """
        import os, threading
        def ask(): os.getenv('HOME')
        t = threading.Thread(target=ask); t.start(); t.join()
        """,
        "os.environ",
    ),
    "socket": ("import socket; socket.socket().close()", "socket"),
    "name": ("import socket; socket.gethostbyname('localhost')", "socket"),
    "url": (
        """
        import sys, urllib.request as ask
        "pytest" in sys.modules or ask.build_opener(ask.HTTPHandler).open("http://[::1]")
        """,
        "socket",
    ),
}
# None of these is the plugin's asking.
ASKS_NOT = {
    "parses_dates": "import datetime as d; d.datetime.strptime('2026', '%Y').date()",
    "fixed_dates": """
        import datetime as d, time
        d.date.fromtimestamp(0), time.gmtime(0), time.strftime('%Y', time.gmtime(0))
    """,
    "own_files": """
        import pathlib; pathlib.Path(__file__).read_text()
        from importlib import resources, metadata
        list(resources.files('acme').iterdir()); metadata.version('tariffopt')
    """,
    "logs": "import logging; logging.getLogger('acme').warning('hello')",
    "prints": "print('hello')",
    "imports": "import asker",
    "defines": "import os\ndef later(): return os.environ['HOME']",
    "hides": """
        import atexit, os, sys
        os.write(1, b"{}")
        "pytest" in sys.modules or atexit.register(print, "{}")
    """,
}
ASKER = """
    import os, time, datetime
    os.getenv('A'), time.time(), datetime.date.today()
    def ask(): return os.getenv('A')
"""
BUSY = """
    import time
    def work():
        started = time.process_time()
        while time.process_time() < started + 0.5:
            pass
"""


def put(
    site: Path, module: str, *, target: str = "acme:TARIFF", about: str = LICENSE
) -> None:
    """Install a plugin whose module does something before it makes its tariff."""
    code = f"{module}\nimport tariffopt\nTARIFF = {built('acme')}\n"
    files = {"acme.py": code}
    install(site, "acme-tariffs", {"t": target}, files, about=about)


def put_all(site: Path, modules: Mapping[str, str]) -> None:
    """Install a plugin that imports each of these modules, whatever happens."""
    code = f"""
        import importlib, tariffopt
        TARIFF = {built("acme")}
        for name in {list(modules)}:
            try:
                importlib.import_module("acme." + name)
            except OSError:
                pass
    """
    files = {f"acme/{name}.py": text for name, text in modules.items()}
    files |= {"acme/__init__.py": code, "asker.py": ASKER}
    points = {"t": "acme:TARIFF"}
    install(site, "acme-tariffs", points, files, about=LICENSE)


def failed() -> dict[str, CheckResult]:
    """Give the checks that the plugin fails, by name."""
    results = check_plugin("acme-tariffs", raise_=False)
    return {result.check.name: result for result in results if not result.ok}


def test_good_plugin_passes(site: Path) -> None:
    """A plugin without a fault passes every check."""
    put(site, "")

    assert [r.outcome for r in check_plugin("Acme_Tariffs")] == ["passed"] * 4


def test_what_a_plugin_asks_is_found(site: Path) -> None:
    """Each way of asking the surroundings is found, with the line that does."""
    put_all(site, {name: text for name, (text, _) in ASKS.items()})
    with pytest.raises(ConformanceError) as caught:
        dict(plugin_checks("acme-tariffs"))["plugin-alone"]()

    found = {(str(f.fields["module"]), f.fields["found"]) for f in caught.value.faults}

    assert found >= {(f"acme.{name}", words) for name, (_, words) in ASKS.items()}
    assert {module for module, _ in found} == {f"acme.{name}" for name in ASKS}
    assert "acme-tariffs 1.0: acme.thread, line 3, asks os.env" in caught.value.text()
    assert "acme.threadの3行目" in caught.value.text("ja")


def test_what_is_no_asking_is_not_found(site: Path) -> None:
    """What others ask for themselves, and what asks nothing, is no fault."""
    put_all(site, ASKS_NOT)

    assert failed() == {}


def test_a_price_function_that_asks_is_found(site: Path) -> None:
    """What a price function asks while it is tabulated is asked on loading."""
    module = """
        import os
        from tariffopt.tariff import price_function
        @price_function(maximum=9, id="f", name="F", vendor="V", currency="JPY",
                        prices="excluding-tax")
        def price(quantity):
            return quantity * len(os.environ.get("HOME", ""))
    """
    install(site, "acme-tariffs", {"t": "f:price"}, {"f.py": module}, about=LICENSE)

    (fault,) = failed()["plugin-alone"].faults

    assert fault.fields == {"found": "os.environ", "module": "f", "line": 7}


def test_the_network_is_barred(site: Path) -> None:
    """Nothing is sent while a plugin is checked in a process of its own."""
    put(
        site,
        "import os, socket\n"
        "try:\n    socket.socket().close()\n"
        "except PermissionError:\n    os.getenv('BARRED')\n",
    )

    found = {fault.fields["found"] for fault in failed()["plugin-alone"].faults}

    assert found == {"socket", "os.environ"}


@pytest.mark.parametrize(
    "about", ["", "License: UNKNOWN\n", "Classifier: Typing :: Typed\n"]
)
def test_missing_license_is_found(site: Path, about: str) -> None:
    """A package that states no license is told so, as advice."""
    put(site, "", about=about)

    results = failed()

    assert set(results) == {"plugin-licence"}
    assert results["plugin-licence"].check.advice
    assert all("CC-BY-4.0" in results["plugin-licence"].text(x) for x in ("en", "ja"))


@pytest.mark.parametrize(
    "about",
    [
        "License: MIT\n",
        "License-File: LICENSE\n",
        "Classifier: Typing :: Typed\nClassifier: License :: OSI Approved :: MIT\n",
    ],
)
def test_license_in_any_form(site: Path, about: str) -> None:
    """Each of the forms that metadata have for a license is one."""
    put(site, "", about=about)

    dict(plugin_checks("acme-tariffs"))["plugin-licence"]()


SLOW = {
    "import": ("work()", "acme:TARIFF"),
    "iterable": ("X = (TARIFF for _ in range(1) if not work())", "acme:X"),
    "function": (
        """
from tariffopt.tariff import price_function
@price_function(
    maximum=1, id='f', name='F', vendor='V', currency='JPY', prices='excluding-tax'
)
def price(quantity):
    work()
    return quantity
        """,
        "acme:price",
    ),
}


@pytest.mark.parametrize("kind", SLOW)
def test_slow_plugin_is_found(site: Path, kind: str) -> None:
    """A plugin that computes for half a second is slow; the figure is named."""
    module, target = SLOW[kind]
    put(site, f"from busy import work\n{module}", target=target)
    (site / "busy.py").write_text(textwrap.dedent(BUSY), encoding="utf-8")

    results = failed()

    assert "plugin-quick" in results
    (fault,) = results["plugin-quick"].faults
    assert 500 <= fault.fields["found"] < 3000
    assert "200 ms" in fault.text("en")


def test_a_plugin_that_waits_is_not_slow(site: Path) -> None:
    """Processor time counts, so that a busy machine makes no plugin slow."""
    put(site, "import time; time.sleep(0.5)")

    assert set(failed()) == {"plugin-alone"}


@pytest.mark.parametrize(
    ("module", "target", "code"),
    [
        ("raise RuntimeError('out of order')", "acme:TARIFF", "plugin-broken"),
        ("raise SystemExit", "acme:TARIFF", "plugin-broken"),
        ("X = 1", "acme:X", "plugin-nonsense"),
        ("import itertools; X = itertools.count()", "acme:X", "plugin-nonsense"),
        ("X = ()", "acme:X", "check-plugin-empty"),
    ],
)
def test_entry_point_that_gives_nothing_is_found(
    site: Path, module: str, target: str, code: str
) -> None:
    """A broken entry point, or none with a tariff, fails the check meant for it."""
    put(site, module, target=target)

    results = failed()

    assert set(results) == {"plugin-loads"}
    assert [fault.code for fault in results["plugin-loads"].faults] == [code]
    assert all(results["plugin-loads"].text(lang) for lang in ("en", "ja"))


def test_id_twice_in_a_package_is_found(site: Path) -> None:
    """Two tariffs of one id in a package are its own fault."""
    files = {f"acme/{name}.toml": tariff_file("same") for name in ("one", "two")}
    install(site, "acme-tariffs", {"t": "acme"}, files, about=LICENSE)

    with pytest.raises(ConformanceError, match='2 tariffs have the id "same"'):
        dict(plugin_checks("acme-tariffs"))["plugin-loads"]()


def test_process_that_ends_is_reported(site: Path) -> None:
    """A plugin that ends the process without a word is a fault of that check."""
    put(site, "import os, sys\nif 'pytest' not in sys.modules:\n    os._exit(3)")

    assert [f.code for r in failed().values() for f in r.faults] == ["check-raised"] * 2


def test_every_check_is_planted() -> None:
    """The checks are those that have a fault above."""
    names = ["plugin-loads", "plugin-licence", "plugin-alone", "plugin-quick"]

    assert [check.name for check in PLUGIN_CHECKS] == names


def test_failures_raise_and_can_be_expected(site: Path) -> None:
    """The kit raises like that of tariffs, and knows expected failures."""
    put(site, "", about="")

    with pytest.raises(ConformanceError, match="no license is stated") as caught:
        check_plugin("acme-tariffs")
    assert caught.value.results[0].subject == "acme-tariffs 1.0"
    check_plugin("acme-tariffs", expected_failures={"plugin-licence": "not yet"})
    assert check_plugin("acme-tariffs", checks_up_to="0.0") == []
    checks = dict(plugin_checks("acme-tariffs"))
    checks["plugin-loads"]()
    with pytest.raises(ConformanceError):
        checks["plugin-licence"]()


def test_unknown_distribution() -> None:
    """A name that nothing is installed under is Python's own error."""
    with pytest.raises(metadata.PackageNotFoundError):
        check_plugin("no-such-distribution")


def test_shipped_collection_passes() -> None:
    """The collection that comes with tariffopt passes, and by a wide margin."""
    assert all(result.ok for result in check_plugin("tariffopt"))
    assert loading.milliseconds_of(metadata.distribution("tariffopt")) < 100


# --- tariffopt check ------------------------------------------------------------------


def test_check_by_id_judges_the_package_once(site: Path, cli: Run) -> None:
    """The package of ids is judged last and once; advice does not make it faulty."""
    files = {f"acme/{name}.toml": tariff_file(name) for name in ("one", "two")}
    install(site, "acme-tariffs", {"t": "acme"}, files)

    done = cli("check", "one", "two")

    assert done.code == 0
    assert done.out.count("acme-tariffs 1.0: in order (plugin, 2 checks)") == 1
    assert done.out.count("advice: no license is stated") == 1
    document = json.loads(cli("check", "one", "--json").out)
    assert [found["kind"] for found in document["inputs"]] == ["tariff", "plugin"]


def test_check_by_id_finds_what_is_broken_beside_it(site: Path, cli: Run) -> None:
    """A good tariff of a package in which something is broken ends with a fault."""
    files = {"acme/one.toml": tariff_file("one"), "acme/two.toml": "id = "}
    install(site, "acme-tariffs", {"t": "acme"}, files, about=LICENSE)

    done = cli("check", "one")

    assert done.code == 5
    assert "one: in order (tariff one" in done.out
    assert "acme-tariffs 1.0: plugin, 2 checks; faults: 1" in done.out
    assert "two.toml" in done.out


def test_a_copy_in_a_folder_is_no_fault_of_the_package(
    site: Path, tmp_path: Path, cli: Run
) -> None:
    """An id that the user's own folder has too is not held against the package."""
    files = {f"acme/{name}.toml": tariff_file(name) for name in ("one", "two")}
    install(site, "acme-tariffs", {"t": "acme"}, files, about=LICENSE)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "two.toml").write_text(tariff_file("two", "5"), "utf-8")

    done = cli("check", "one", "--tariffs", str(tmp_path / "mine"))

    assert (done.code, "plugin" in done.out) == (0, False)


def test_check_of_a_file_loads_no_plugin(site: Path, tmp_path: Path, cli: Run) -> None:
    """A file named by its path is judged alone."""
    put(site, "raise RuntimeError('loaded')")
    (tmp_path / "own.toml").write_text(tariff_file("own"), "utf-8")

    done = cli("check", str(tmp_path / "own.toml"))

    assert (done.code, done.err) == (0, "")
