"""``quote`` and ``steps`` ask for choices; ``optimize`` makes them."""

from __future__ import annotations

from pathlib import Path

from tests.cli.running import Run

S3 = Path(__file__).parents[2] / "examples" / "s3-office-apps"
OFFER = str(S3 / "office-apps.toml")


def test_quote_takes_choices_beside_quantities(cli: Run) -> None:
    """Words with a choice's name choose; they are printed with their names."""
    words = ("user=45", "guest=8", "plan=light", "billing=monthly", "--months", "1")
    done = cli("quote", OFFER, *words)

    assert done.code == 0
    assert "39,740" in done.out
    assert "ライト" in done.out


def test_quote_asks_for_a_missing_choice(cli: Run) -> None:
    """One sentence says what is to be chosen, and from what; exit 5."""
    done = cli("quote", OFFER, "user=45", "plan=light")

    assert done.code == 5
    assert "choose billing" in done.err
    assert "monthly, yearly" in done.err


def test_a_choice_is_made_once(cli: Run) -> None:
    """The same choice twice is a usage error."""
    done = cli("quote", OFFER, "user=45", "plan=light", "plan=standard")

    assert done.code == 2
    assert "plan is chosen twice" in done.err


def test_steps_under_a_choice(cli: Run) -> None:
    """``--choose`` settles each choice; without it, steps asks."""
    chosen = ("--choose", "plan=standard", "--choose", "billing=yearly")
    done = cli("steps", OFFER, "--item", "user", *chosen)

    assert done.code == 0
    assert "17,640" in done.out
    assert cli("steps", OFFER, "--item", "user").code == 5


def test_quote_and_steps_take_choices_in_both_forms(cli: Run) -> None:
    """As words, by ``--choose`` and mixed they say the same; twice is a mistake."""
    words = ("plan=standard", "billing=yearly")
    chosen = ("--choose", words[0], "--choose", words[1])
    mixed = ("--choose", words[0], words[1])
    for asked in (("quote", OFFER, "user=45"), ("steps", OFFER, "--item", "user")):
        found = {cli(*asked, *form).out for form in (words, chosen, mixed)}
        assert len(found) == 1
        assert cli(*asked, *words).code == 0
        assert cli(*asked, *words, *chosen).code == 2


def test_optimize_chooses(cli: Run) -> None:
    """The cheapest plan and billing period, unless they are settled."""
    done = cli("optimize", str(S3 / "office.toml"))
    settled = cli(
        "optimize", str(S3 / "office.toml"), "--set", "choose.office-apps.plan=standard"
    )

    assert "467,210" in done.out
    assert "906,680" in settled.out
