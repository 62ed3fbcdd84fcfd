from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from tariffopt.cli import console
from tariffopt.cli.language import speak
from tests.cli.running import SCRIPT, Run, run_script
from tests.plugins.fakes import install
from tests.solvers.programs import SOLVERS

CODINGS = ["cp932", "ascii", "latin-1", "utf-8"]
COMMANDS: list[tuple[str, ...]] = [
    ("optimize", "chat.toml"),
    ("quote", "lgwan-chat", "450", "--tax", "10%"),
    ("steps", "lgwan-chat"),
    ("tariffs",),
    ("tariffs", "show", "lgwan-chat"),
    ("check", "."),
    ("demo",),
    ("--help",),
]
unix = pytest.mark.skipif(os.name == "nt", reason="signals and terminals of Unix")


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_console_is_too_small(
    city: Path, command: tuple[str, ...], coding: str
) -> None:
    """Whatever characters the console has, the answer comes and nothing fails."""
    done = run_script(*command, "--lang", "ja", folder=city, PYTHONIOENCODING=coding)

    assert done.returncode == 0
    assert done.stderr == b""
    assert done.stdout.decode(coding)


def test_cp932_loses_nothing(city: Path) -> None:
    """On a CP932 console every character of the Japanese plan is shown."""
    words = ("optimize", "chat.toml", "--lang", "ja")

    narrow = run_script(*words, folder=city, PYTHONIOENCODING="cp932")
    wide = run_script(*words, folder=city, PYTHONIOENCODING="utf-8")

    assert narrow.stdout.decode("cp932") == wide.stdout.decode("utf-8")


@pytest.mark.parametrize("coding", CODINGS)
def test_json_is_valid_in_every_coding(city: Path, coding: str) -> None:
    """``--json`` loses nothing on any console: escapes stand for what it lacks."""
    words = ("optimize", "chat.toml", "--json")

    done = run_script(*words, folder=city, PYTHONIOENCODING=coding)

    plan = json.loads(done.stdout.decode(coding))
    assert plan["groups"][0]["id"] == "テレビ会議用タブレット"


@pytest.mark.parametrize("coding", CODINGS)
def test_errors_in_every_coding(city: Path, coding: str) -> None:
    """Messages too are written on any console."""
    words = ("optimize", "見積書.toml", "--lang", "ja")

    done = run_script(*words, folder=city, PYTHONIOENCODING=coding)

    assert done.returncode == 5
    assert b".toml" in done.stderr
    assert b"Traceback" not in done.stderr


def test_escapes_beyond_the_first_plane() -> None:
    """Characters beyond 16 bits become the two escapes that JSON asks for."""
    assert json.loads(console.escaped('"𠮟る"')) == "𠮟る"


@unix
@pytest.mark.parametrize("command", ["tariffs", "schema tariff", "--help"])
def test_broken_pipe_is_quiet(command: str) -> None:
    """When the reader goes away, nothing is complained about."""
    with subprocess.Popen(
        [SCRIPT, *command.split()], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        complaint = process.stderr.read()

    assert complaint == b""
    assert process.returncode == 141


@unix
def test_closed_streams() -> None:
    """A process started without stdout and stderr ends as if they were there."""
    for streams, words, code in (
        (">&-", "tariffs", 0),
        ("2>&-", "schema plan", 0),
        (">&- 2>&-", "optimize no-such.toml", 5),
    ):
        command = f"'{SCRIPT}' {words} {streams}"
        done = subprocess.run(
            ["/bin/sh", "-c", command], capture_output=True, check=False
        )

        assert done.returncode == code
        assert b"Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_full_disk() -> None:
    """An answer that cannot be written is the system's refusal, in one line."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [SCRIPT, "tariffs"], stdout=full, stderr=subprocess.PIPE, check=False
        )

    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert b"No space left" in done.stderr


def test_nothing_but_the_answer_on_stdout(city: Path) -> None:
    """No solver prints its banner, and no library a warning."""
    done = run_script("optimize", "chat.toml", "--max-surplus", "0", folder=city)

    assert done.stdout.startswith(b"LGWAN")
    assert b"limits.max_surplus" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_plugins_do_not_write_into_the_answer(tmp_path: Path) -> None:
    """What a plugin writes to the file of stdout, and its children do, is no answer."""
    module = (
        "import os, sys, subprocess\n"
        "os.write(1, b'RAW WRITE')\n"
        "sys.__stdout__.write('PRINTED'); sys.__stdout__.flush()\n"
        "subprocess.run([sys.executable, '-c', 'print(\\'CHILD\\')'])\n"
    )
    install(tmp_path, "loud", {"loud": "loud"}, {"loud.py": module})

    paths = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])

    done = run_script("tariffs", "show", "lgwan-chat", PYTHONPATH=paths)

    assert done.returncode == 0
    assert done.stdout.startswith(b"LGWAN")
    for word in (b"RAW WRITE", b"PRINTED", b"CHILD"):
        assert word not in done.stdout
        assert word in done.stderr


def _on_a_terminal(
    folder: Path, *words: str, interrupt: bool = False
) -> tuple[int, bytes, bytes]:
    """Run the script with a terminal as stderr: its exit code, stdout, the terminal.

    Where asked to, press Ctrl-C a while after the terminal says that the solver began:
    how long all before takes depends on the machine.
    """
    import pty

    master, slave = pty.openpty()
    with (
        tempfile.TemporaryFile() as out,
        subprocess.Popen(
            [SCRIPT, *words],
            cwd=folder,
            stdout=out,
            stderr=slave,
            # Where the tests run in the background, it is ignored, by children too.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
        ) as process,
    ):
        os.close(slave)
        press = threading.Timer(5, process.send_signal, [signal.SIGINT])
        shown, waiting = b"", interrupt
        with contextlib.suppress(OSError):  # the terminal is gone with the process
            while part := os.read(master, 4096):
                shown += part
                if waiting and b"solving" in shown:
                    waiting = False
                    press.start()
        press.cancel()
        os.close(master)
        process.wait()
        out.seek(0)
        return process.returncode, out.read(), shown


@unix
def test_interrupt_takes_the_best_plan_so_far(huge: Path) -> None:
    """The first Ctrl-C ends the search with the plan found by then: exit 4."""
    words = ("optimize", "huge.json", "--json", "--lang", "en")

    code, out, shown = _on_a_terminal(huge, *words, interrupt=True)

    plan = json.loads(out)
    assert code == 4
    assert plan["status"] == "feasible"
    assert plan["stopped_because"] == "interrupted"
    assert b"Traceback" not in shown


@unix
@pytest.mark.skipif("CBC" not in SOLVERS, reason="cbcbox is not installed")
@pytest.mark.parametrize(
    ("sent", "code"), [(signal.SIGINT, 4), (signal.SIGTERM, 143)], ids=["int", "term"]
)
def test_ends_of_a_solver_program(
    huge: Path, tmp_path: Path, sent: signal.Signals, code: int
) -> None:
    """Ctrl-C takes what CBC has found, SIGTERM ends it; neither leaves a file."""
    words = ("optimize", "huge.json", "--solver", "CBC", "--json", "--time-limit", "90")
    folder = tmp_path / "files"
    folder.mkdir()
    with subprocess.Popen(
        [SCRIPT, *words],
        cwd=huge,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(folder)},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as process:
        while not list(folder.glob("*/*.mps")):
            time.sleep(0.05)
        time.sleep(2)
        process.send_signal(sent)
        out, err = process.communicate(timeout=60)

    assert (process.returncode, b"Traceback" in err) == (code, False)
    assert list(folder.iterdir()) == []
    if out:
        assert json.loads(out)["stopped_because"] == "interrupted"


@pytest.mark.usefixtures("huge")
@unix
def test_time_limit_takes_the_best_plan_so_far(cli: Run) -> None:
    """The time limit ends the search with the plan found by then: exit 4."""
    done = cli("optimize", "huge.json", "--time-limit", "6", "--json")

    plan = json.loads(done.out)
    assert done.code == 4
    assert plan["stopped_because"] == "time-limit"


@unix
def test_progress_on_a_terminal(huge: Path) -> None:
    """On a terminal the running step is shown with its seconds, and wiped at last."""
    words = ("optimize", "huge.json", "--time-limit", "6", "--lang", "en")

    code, _, shown = _on_a_terminal(huge, *words)

    assert code == 4
    assert b"solving" in shown
    assert b" s" in shown
    assert shown.rstrip(b" ").endswith(b"\r")


@unix
def test_quick_answers_show_no_progress(city: Path) -> None:
    """A command without steps shows none, on a terminal either."""
    code, _, shown = _on_a_terminal(city, "check", "chat.toml")

    assert (code, shown) == (0, b"")


def test_no_progress_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal no step is shown, however long it takes."""
    with console.showing_steps() as progress:
        progress("solve")
        time.sleep(0.01)

    assert capsys.readouterr().err == ""


def test_progress_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a second the step is named; the line is taken away at the end."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr("tariffopt.cli.console._PATIENCE", 0)
    monkeypatch.setattr("tariffopt.cli.console._BEAT", 0.01)
    speak("ja")

    with console.showing_steps() as progress:
        progress("certify")
        shown = _shown_until("検算中", capsys)

    shown += capsys.readouterr().err
    assert "検算中" in shown
    assert shown.endswith("\r")


def _shown_until(word: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Wait until a word is shown, for at most a minute, and give all until then."""
    shown = ""
    for _ in range(600):
        shown += capsys.readouterr().err
        if word in shown:
            break
        time.sleep(0.1)
    return shown
