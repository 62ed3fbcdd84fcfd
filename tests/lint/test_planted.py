"""Lint is tested with faults planted on purpose: each is found, and nothing else."""

from __future__ import annotations

import time
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tariffopt as to
from tariffopt.analysis.linting.finding import NOTES
from tariffopt.money import decimal_text
from tariffopt.registry import Registry
from tariffopt.texts import LANGS, catalogue
from tests.building import charge, item, tariff, volume
from tests.lint.planted import PLANTED, SOUND, TIER, TODAY, sound, table, tier
from tests.profiles import examples

SLOW = [HealthCheck.too_slow]


def codes(given_: Any, **more: Any) -> list[str]:
    """Name what lint finds."""
    return [finding.code for finding in to.lint(given_, **more)]


@pytest.mark.parametrize("code", PLANTED)
def test_planted_fault_is_all_that_is_found(code: str) -> None:
    """A price list with one fault yields just its finding, at its place."""
    document, place = PLANTED[code]

    found = to.lint(document, today=TODAY)

    assert [(finding.code, finding.place.path) for finding in found] == [(code, place)]
    assert found[0].level == ("note" if code in NOTES else "warning")


def test_sound_tariff_has_no_finding() -> None:
    """A price list without any fault yields nothing."""
    assert to.lint(SOUND, today=TODAY) == ()


def test_every_finding_is_planted() -> None:
    """Whatever lint can say is shown to be said, with its fix, in both languages."""
    for lang in LANGS:
        texts = catalogue(lang)
        said = {c.removeprefix("finding.") for c in texts if c.startswith("finding.")}
        fixes = {c.removeprefix("fix.") for c in texts if c.startswith("fix.")}

        assert {c for c in said if not c.startswith("per.")} - {"under"} == fixes
        assert fixes == set(PLANTED)
    assert set(PLANTED) >= NOTES


@pytest.mark.parametrize("code", PLANTED)
def test_findings_can_be_said_and_written(code: str) -> None:
    """Every finding has a sentence and a fix in both languages, and plain fields."""
    (found,) = to.lint(PLANTED[code][0], today=TODAY)

    for lang in LANGS:
        assert found.sentence(lang) in found.text(lang)
        assert found.text(lang).endswith(found.fix(lang))
    written = found.to_dict()
    assert set(written) == {"code", "level", "path", "fields", "text", "fix"}
    assert all(isinstance(v, int | str) for v in written["fields"].values())


def test_figures_of_the_real_case() -> None:
    """The city's tariff: the zone, its worst quantity, its waste, the other reading."""
    found = {f.code: f.fields for f in to.lint(to.demo_scenario().offers[0])}

    falling, reading = found["falling-total"], found["other-reading"]
    assert (falling["zones"], falling["worst"], falling["buy"]) == (
        "439 - 500",
        500,
        501,
    )
    assert falling["wastes"] == to.NetMoney(24650, "JPY")
    assert reading["n"] == 501
    assert reading["total"] == to.NetMoney(175350, "JPY")
    assert reading["other_total"] == to.NetMoney(200350, "JPY")


def test_places_are_those_of_the_document() -> None:
    """A tariff built in Python is told at the paths its document has."""
    built = tariff("t", charge(volume((5, 9), (4000, 7))))
    versions = [
        attrs.evolve(built.versions[0], until=TODAY),
        attrs.evolve(built.versions[0], start=TODAY),
    ]
    dated = attrs.evolve(built, versions=versions)

    paths = [f.place.path for f in to.lint(dated) if f.code == "falling-total"]

    assert paths == [f"$.versions[{n}].charges[0].tiers[0]" for n in (0, 1)]
    assert to.lint(built) == to.lint(to.tariff_to_dict(built))


def test_zones_stand_at_the_tier_of_the_worst() -> None:
    """Three zones, with separators; they stand at the tier in which the worst ends."""
    tiers = tier(100, 2000), tier(90, 6000), tier(80)
    (zone,) = [
        f for f in to.lint(sound(charges=[table(*tiers)])) if f.code == "falling-total"
    ]

    assert zone.fields["zones"] == "1,801 - 2,000, 5,335 - 6,000"
    assert (zone.place.path, zone.fields["worst"]) == (f"{TIER}[1]", 6000)


def test_what_a_price_list_repeats_is_told_once() -> None:
    """Two charges on one band ask for the same examples; under options, for others."""
    line = table(tier(9, 5), tier(8), scheme="graduated")
    both = sound(charges=[line, {**line, "name": "Care"}], examples=[])

    assert codes(both).count("no-example") == 1
    apart = codes({**plans(a=line, b=line), "examples": []})
    assert apart.count("no-example") == 2


def test_unit_prices_without_a_decimal_are_rounded() -> None:
    """31 for 18 is about 1.7222 each, and 1.00 is exact."""
    steps = table(tier(10, 10), tier(31, 18), scheme="stairstep")
    (found,) = [
        f
        for f in to.lint(sound(charges=[steps], currency="USD"))
        if f.code == "unit-price-rises"
    ]

    assert "costs about USD 1.7222 here, and USD 1.00 in" in found.text()
    assert "約1.7222" in found.text("ja")


def test_other_readings_are_of_what_is_sold() -> None:
    """Sold by tens, the first quantity of the last tier is 100, and not 91."""
    items = {"seat": {"grants": ["chat"], "step": 10}}
    tiers = tier(9, 90), tier(8, 100)
    (found,) = [
        f
        for f in to.lint(sound(charges=[table(*tiers)], items=items))
        if f.code == "other-reading"
    ]

    assert found.fields["n"] == 100


def test_an_option_is_told_once_for_all_others() -> None:
    """Premium beside light is told once, and not under each way of billing."""
    seat = {"item": "seat", "per": "month", "scheme": "per_unit"}
    document = sound(
        choices={
            "plan": {"options": ["light", "premium"]},
            "billing": {"options": ["monthly", "yearly"]},
        },
        charges=[
            {**seat, "when": {"plan": plan, "billing": per}, "price": price} | more
            for plan, per, price, more in [
                ("light", "monthly", 10, {}),
                ("light", "yearly", 110, {"per": "year"}),
                ("premium", "monthly", 30, {}),
                ("premium", "yearly", 330, {"per": "year"}),
            ]
        ],
    )

    (found,) = to.lint(document)
    assert (found.code, found.level) == ("option-never-chosen", "note")
    assert found.fields == {"option": "plan = premium", "other": "plan = light"}


@pytest.mark.parametrize(
    ("year", "found"),
    [
        (119, []),
        (120, [("option-dearer", "yearly", "monthly")]),
        (121, [("option-dearer", "yearly", "monthly")]),
        (10, [("option-dearer", "monthly", "yearly")]),
        (11, []),
    ],
)
def test_periods_are_compared_over_any_months(
    year: int, found: list[tuple[str, str, str]]
) -> None:
    """Beside 10 by the month, 119 by the year are of use; 120 cost no less ever."""
    seat = {"item": "seat", "per": "month", "scheme": "per_unit", "price": 10}
    lines = plans(monthly=seat, yearly={**seat, "per": "year", "price": year})

    told = [(f.code, f.fields["option"], f.fields["other"]) for f in to.lint(lines)]
    assert told == [(c, f"plan = {one}", f"plan = {two}") for c, one, two in found]


def test_dead_tier_is_told_once() -> None:
    """A tier that lies in a dead zone is told as a tier, what is left as a zone."""
    tiers = [tier(10, 10), tier(20, 20), tier(4)]
    found = {f.code: f.fields for f in to.lint(sound(charges=[table(*tiers)]))}

    assert found["tier-never-bought"]["zones"] == "11 - 20"
    assert found["falling-total"]["zones"] == "9 - 10"


def test_zones_are_not_pairwise() -> None:
    """A zone may end at a purchase several tiers later."""
    tiers = [tier(10, 10), tier("9.9", 12), tier(5)]
    found = to.lint(sound(charges=[table(*tiers)]))

    assert [f.fields["zones"] for f in found if f.code == "tier-never-bought"] == [
        "11 - 12"
    ]
    assert [f.fields["buy"] for f in found if f.code == "falling-total"] == [13]


def test_document_with_other_faults_is_refused() -> None:
    """Holes and overlaps are found in documents that are otherwise right."""
    with pytest.raises(to.TariffError, match=r"\$\.currency"):
        to.lint(sound(currency="yen"))


def test_tier_that_begins_late_is_a_hole() -> None:
    """A table that begins above 1, without such a minimum, has a hole below."""
    late = sound(charges=[table({**tier(9, 5), "from": 3}, tier(8))])

    (found,) = to.lint(late)

    assert (found.code, found.fields["next"], found.fields["last"]) == ("hole", 1, 2)


def test_unreachable_by_maximum_and_by_step() -> None:
    """Tiers above the maximum, and between two steps, are never reached."""
    steps = {"grants": ["chat"], "step": 10, "maximum": 40}
    tiers = [tier(9, 11), tier(8, 19), tier(7, 40), tier(6)]

    found = to.lint(sound(items={"seat": steps}, charges=[table(*tiers)]))

    places = [f.place.path for f in found if f.code == "tier-unreachable"]
    assert places == [f"{TIER}[1]", f"{TIER}[3]"]


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ({"pool": ["seat"], "at_most": 15}, [2]),
        ({"pool": ["seat"], "at_most": 16}, []),
        ({"pool": ["seat", "guest"], "at_most": 15}, [2]),
        ({"pool": ["seat"], "at_least": 10}, []),
        ({"pool": ["seat"], "at_least": 11}, [0]),
        ({"pool": ["seat", "guest"], "at_least": 11}, []),
    ],
)
def test_unreachable_by_a_rule(rule: dict[str, Any], found: list[int]) -> None:
    """A cap closes what lies above it; a minimum of one item what lies below it."""
    kind = "cap" if "at_most" in rule else "minimum"
    items = {"seat": {"grants": ["chat"]}, "guest": {"grants": ["guest"]}}
    guest = {"item": "guest", "per": "month", "scheme": "per_unit", "price": 1}
    tiers = table(tier(100, 10), tier(99, 15), tier(98))
    document = sound(
        items=items, charges=[tiers, guest], rules=[{"rule": kind, **rule}]
    )

    places = [f.place.path for f in to.lint(document) if f.code == "tier-unreachable"]
    assert places == [f"{TIER}[{number}]" for number in found]


def test_what_is_held_or_bought_by_others_reaches_tiers() -> None:
    """At most 10 are bought, and 95 held, or those of other bodies, count too."""
    items = {"seat": {"grants": ["chat"], "maximum": 10}}
    for more in ({"held": True}, {"scope": "bodies"}):
        by = {"items": ["seat"], **more}
        document = sound(items=items, charges=[table(tier(9, 10), tier(8), tier_by=by)])
        assert "tier-unreachable" not in codes(document)


def test_an_option_is_told_once() -> None:
    """Of four options in a row of price, each but the cheapest is told, beside it."""
    seat = {"item": "seat", "per": "month", "scheme": "per_unit"}
    prices = {"a": 4, "b": 3, "c": 2, "d": 1}
    found = to.lint(plans(**{name: seat | {"price": n} for name, n in prices.items()}))

    pairs = [(f.fields["option"], f.fields["other"]) for f in found]
    assert pairs == [(f"plan = {name}", "plan = d") for name in "abc"]


def test_included_units_are_counted_in() -> None:
    """A tier that only the included units leave room for is reached."""
    some = {"seat": {"grants": ["chat"], "minimum": 7}}
    tiers = [tier(9, 5), tier(9)]
    bare = codes(sound(items=some, charges=[table(*tiers)]))
    free = codes(sound(items=some, charges=[table(*tiers, included=3)]))

    assert "tier-unreachable" in bare
    assert "tier-unreachable" not in free


def test_dearer_in_part_is_not_dominated() -> None:
    """An item is of use where the other one is dearer for some quantities."""
    items = {"seat": {"grants": ["chat"]}, "all": {"grants": ["chat", "mail"]}}
    seat = {"item": "seat", "per": "month", "scheme": "per_unit", "price": 300}
    rising = table(tier(250, 5), tier(310), scheme="graduated", item="all")

    assert "item-never-bought" not in codes(sound(items=items, charges=[seat, rising]))


def plans(**options: Any) -> dict[str, Any]:
    """Make a tariff with a charge for each option of a plan."""
    lines = [{**line, "when": {"plan": name}} for name, line in options.items()]
    return sound(choices={"plan": {"options": list(options)}}, charges=lines)


def test_options_are_told_apart() -> None:
    """A zone under one option names the option, at the charge's place in the file."""
    falling = table(tier(9, 5), tier(7))
    found = to.lint(plans(flat=table(tier(9)), tiers=falling))

    (zone,) = [f for f in found if f.code == "falling-total"]
    assert zone.place.path == "$.charges[1].tiers[0]"
    assert zone.fields["under"] == "plan = tiers"
    assert "plan = tiers" in zone.text()
    assert "plan = tiers" in zone.text("ja")


def test_options_do_not_unreach_each_other() -> None:
    """Prices that end early under one option leave the tiers of the other reached."""
    few, many = table(tier(9, 5)), table(tier(9, 8), tier(8))

    assert "tier-unreachable" not in codes(plans(few=few, many=many))


def test_periods_of_options_are_not_mixed() -> None:
    """Monthly or yearly billing is a choice, and neither is dominated by the other."""
    seat = {"item": "seat", "per": "month", "scheme": "per_unit", "price": 300}
    found = codes(plans(monthly=seat, yearly={**seat, "per": "year", "price": 3000}))

    assert found == []


# --- properties -------------------------------------------------------------------


@st.composite
def sound_tables(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a table whose prices fall and whose totals rise: graduated, open at last."""
    ends = sorted(draw(st.sets(st.integers(2, 300), min_size=1, max_size=6)))
    falls = draw(st.lists(st.integers(1, 9), min_size=len(ends), max_size=len(ends)))
    price, tiers = 100, []
    for end, fall in zip(ends, falls, strict=True):
        tiers.append(tier(price, end))
        price -= fall
    return dict(table(*tiers, tier(price), scheme="graduated"))


def warnings(charge: dict[str, Any], **keys: Any) -> set[str]:
    """Name the warnings for a tariff of one charge."""
    return {
        f.code for f in to.lint(sound(charges=[charge], **keys)) if f.code not in NOTES
    }


@settings(max_examples=examples(100), suppress_health_check=SLOW)
@given(sound_tables())
def test_sound_tables_have_no_warning(charge: dict[str, Any]) -> None:
    """A table whose unit prices fall and whose totals rise yields no warning."""
    assert warnings(charge) == set()


@settings(max_examples=examples(100), suppress_health_check=SLOW)
@given(charge=sound_tables(), data=st.data())
def test_one_planted_fault_is_found(
    charge: dict[str, Any], data: st.DataObject
) -> None:
    """One fault in a sound table yields its warning, at the tier that has it."""
    tiers = [dict(entry) for entry in charge["tiers"]]
    kind = data.draw(st.sampled_from(["rise", "drop", "maximum", "minimum", "hole"]))
    at = data.draw(st.integers(1, len(tiers) - 1))
    expected: tuple[str, ...]
    place: str | None
    before, more, least = tiers[at - 1]["up_to"], {}, min(t["price"] for t in tiers)
    match kind:
        case "rise":
            tiers[at]["price"] = tiers[at - 1]["price"] + 1
            expected, place = ("unit-price-rises",), f"{TIER}[{at}]"
        case "drop":  # read as all-units, the units before cost more than one more
            charge = {**charge, "scheme": "volume"}
            for entry in tiers[at:]:
                entry["price"] = Fraction(before - 1, before + 1) * least
                entry["price"] = decimal_text(entry["price"])
            # Where that goes for every quantity of a tier, the tier itself is named.
            expected, place = ("falling-total", "tier-never-bought"), None
        case "maximum":
            more["maximum"] = before
            expected, place = ("tier-unreachable",), f"{TIER}[{at}]"
        case "minimum":
            more["minimum"] = tiers[0]["up_to"] + 1
            expected, place = ("tier-unreachable",), f"{TIER}[0]"
        case _:
            tiers[at]["from"] = before + 2
            tiers[at] |= {"up_to": before + 3} if at < len(tiers) - 1 else {}
            tiers = tiers[: at + 1]
            expected, place = ("hole",), f"{TIER}[{at}].from"
    items = {"seat": {"grants": ["chat"], **more}}

    found = to.lint(sound(items=items, charges=[{**charge, "tiers": tiers}]))

    places = [f.place.path for f in found if f.code in expected]
    assert places
    assert place is None or place in places


@pytest.mark.parametrize("entry", Registry().entries(), ids=lambda entry: entry.id)
def test_shipped_tariffs_can_be_linted(entry: Any) -> None:
    """Every shipped tariff has a source, and no finding is told twice."""
    found = to.lint(entry.tariff)

    assert not {"no-source", "no-source-date"} & {f.code for f in found}
    assert len({f.text() for f in found}) == len(found)


def test_a_hundred_tiers_are_quick() -> None:
    """A tariff of a hundred tiers is linted in well under a second."""
    tiers = [(10 * n, 1000 - n) for n in range(1, 101)]
    large = tariff("large", charge(volume(*tiers)), items=[item()])
    start = time.perf_counter()

    found = to.lint(large)

    assert found
    assert time.perf_counter() - start < 0.5


@pytest.mark.parametrize("end", [10**15, 2**63, 10**30])
def test_ends_of_any_size_are_searched(end: int) -> None:
    """Values made in code may end past 2**63: a tier that nothing reaches is told."""
    sold = attrs.evolve(item("seat", "chat"), maximum=end)
    offer = tariff("t", charge(volume((end, 5), (end + 1, 4)), "seat"), items=[sold])

    assert "tier-unreachable" in {finding.code for finding in to.lint(offer)}
