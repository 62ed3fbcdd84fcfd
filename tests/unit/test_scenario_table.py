"""Groups from CSV: codings, headers, separators, cells, and their faults."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from tariffopt import scenario
from tariffopt.errors import InputErrors, Place, ScenarioError
from tariffopt.scenario import Group, Groups, read_groups
from tariffopt.tariff import Tariff, tariff_from_dict

JAPANESE = """\
グループ,人数,割合,必要な機能,備考
在宅勤務職員,100,,chat,
所属,"1,960",80%,chat;mail,逆算
ゲスト,８５,５０％,,
"""


def read(
    folder: Path, content: str | bytes, needs: tuple[str, ...] = ("chat",)
) -> Groups:
    """Read a table that holds this content."""
    path = folder / "groups.csv"
    data = content.encode() if isinstance(content, str) else content
    path.write_bytes(data)
    return read_groups(path, needs)


def faults_of(
    folder: Path, content: str | bytes
) -> dict[tuple[int | None, str | None], str]:
    """Give the codes of all faults by row and column."""
    with pytest.raises(InputErrors) as caught:
        read(folder, content)
    assert all(
        Path(str(f.place.file)).name == "groups.csv" for f in caught.value.faults
    )
    return {(f.place.row, f.place.column): f.code for f in caught.value.faults}


def test_japanese_table(tmp_path: Path) -> None:
    """Japanese headers, thousands, full-width digits and shares are read."""
    assert list(read(tmp_path, JAPANESE)) == [
        Group("在宅勤務職員", 100, needs={"chat"}),
        Group("所属", 1960, needs={"chat", "mail"}, coverage="80%", note="逆算"),
        Group("ゲスト", 85, needs={"chat"}, coverage="50%"),
    ]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "cp932"])
def test_coding_is_found(tmp_path: Path, coding: str) -> None:
    """UTF-8 with and without a mark is silent; CP932 is read and said."""
    groups = read(tmp_path, JAPANESE.encode(coding))

    notes = [note.text() for note in groups.source.notes]
    assert groups == read(tmp_path, JAPANESE)
    expected = f"{tmp_path / 'groups.csv'} read as CP932"
    assert notes == ([expected] if coding == "cp932" else [])


@pytest.mark.parametrize(
    "data", ["人数".encode("utf-16"), b"name,people\n\x81\xff,1\n\x80"]
)
def test_other_codings_are_faults(tmp_path: Path, data: bytes) -> None:
    """What is neither UTF-8 nor CP932 is not guessed at."""
    assert faults_of(tmp_path, data) == {(None, None): "table-coding"}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends(tmp_path: Path, separator: str, end: str) -> None:
    """Commas, semicolons and tabs separate; any line end ends a line."""
    rows = [("People", "note", "NAME"), ("5", '"a,b;c"', "A"), ("6", "", "B")]
    content = end.join(separator.join(row) for row in rows)

    groups = read(tmp_path, content)

    assert list(groups) == [
        Group("A", 5, needs={"chat"}, note="a,b;c"),
        Group("B", 6, needs={"chat"}),
    ]


def test_headers_in_any_width_and_order(tmp_path: Path) -> None:
    """Full-width, capital and padded headers are the same headers."""
    groups = read(
        tmp_path, "ＰＥＯＰＬＥ, Meta.Cost center ,識別子,Name,席数\n,1200,a,A,3\n"
    )

    meta = {"Cost center": "1200"}
    expected = Group("a", 0, name="A", needs={"chat"}, seats=3, meta=meta)
    assert groups.group(0) == expected


def test_blank_rows_are_skipped_and_counted(tmp_path: Path) -> None:
    """A row's number is the one that Excel shows, blank rows included."""
    content = '\n\nname,people,note\n\n"A",1,"two\nlines"\n,,\n , ,\nB,x,\n'

    assert faults_of(tmp_path, content) == {(8, "people"): "cell-number"}
    groups = read(tmp_path, content.replace("x", "2"))
    assert groups.source.rows.tolist() == [5, 8]
    assert groups.notes == {0: "two\nlines"}


def test_short_rows_are_filled(tmp_path: Path) -> None:
    """Cells that a row leaves out at its end are empty."""
    assert read(tmp_path, "name,people,note\nA,1\nB,2,,,\n").people.tolist() == [1, 2]


def test_long_rows_are_faults(tmp_path: Path) -> None:
    """A comma in a number moves all cells: the row is named."""
    content = "name,people\nA,1\nB,1,234\n"

    assert faults_of(tmp_path, content) == {(3, None): "row-long"}


@pytest.mark.parametrize(
    "name",
    [
        "合計",
        "計",
        "合　計",
        "（小計）",
        "総計:",
        "Total",
        "TOTAL",
        "Grand total",
        "Sub-total",
    ],
)
def test_total_row_is_a_fault(tmp_path: Path, name: str) -> None:
    """The total that Excel adds below the groups is never a group of its own."""
    content = f"name,people\nA,3\nB,7\n{name},10\n"

    assert faults_of(tmp_path, content) == {(4, "people"): "row-total"}


def test_totals_of_parts_and_of_all(tmp_path: Path) -> None:
    """Each total is told, of the rows since the total before it or of all."""
    content = "name,seats\nA,3\n小計,3\nB,5\nC,2\n小計,7\n合計,10\n"

    assert faults_of(tmp_path, content) == {
        (3, "seats"): "row-total",
        (6, "name"): "group-id-twice",
        (6, "seats"): "row-total",
        (7, "seats"): "row-total",
    }


def test_total_that_does_not_add_up(tmp_path: Path) -> None:
    """One person more or less than the rows above: said with both numbers."""
    for total in (9, 11):
        content = f"name,people\nA,3\nB,7\n合計,{total}\n"
        with pytest.raises(InputErrors) as caught:
            read(tmp_path, content)

        (fault,) = caught.value.faults
        assert fault.code == "row-total-differs"
        assert (fault.fields["n"], fault.fields["sum"]) == (total, 10)


def test_a_single_group_may_be_called_total(tmp_path: Path) -> None:
    """Where nothing stands above it, a total is all people as one group."""
    assert read(tmp_path, "name,people\nTotal,501\n").people.tolist() == [501]
    other = read(tmp_path, "name,people\nA,3\n合計課,3\nTotally,6\n")
    assert other.people.tolist() == [3, 3, 6]


def test_needs_are_separated(tmp_path: Path) -> None:
    """Semicolons and Japanese commas separate; blanks around do not count."""
    content = 'name,people,needs\nA,1,"chat; mail"\nB,1,mail、chat\nC,1,、\n'

    groups = read(tmp_path, content)

    both = frozenset({"chat", "mail"})
    assert [group.needs for group in groups] == [both, both, {"chat"}]


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("80%", "4/5"),
        ("８０．５％", "161/200"),
        ("0.8", "4/5"),
        (".8", "4/5"),
        ("0", "0"),
    ],
)
def test_shares(tmp_path: Path, text: str, read_as: str) -> None:
    """Percentages and decimals are exact shares."""
    groups = read(tmp_path, f"name,people,coverage\nA,1000,{text}\n")

    assert groups.coverage == {0: Fraction(read_as)}


@pytest.mark.parametrize("text", ["100%", "1", "1.0", "１００％", ""])
def test_whole_share_is_no_share(tmp_path: Path, text: str) -> None:
    """All of the people is what stands when nothing is written."""
    groups = read(tmp_path, f"name,people,coverage\nA,5,{text}\n")

    assert groups == read(tmp_path, "name,people\nA,5\n")


@pytest.mark.parametrize(
    "text", ["48人", "4 8", "-5", "5.5", "1,23", "1_000", "+5", "五"]
)
def test_other_numbers_are_faults(tmp_path: Path, text: str) -> None:
    """Only plain whole numbers are head-counts; nothing is guessed."""
    content = f'name,people\nA,"{text}"\n'

    assert faults_of(tmp_path, content) == {(2, "people"): "cell-number"}


@pytest.mark.parametrize("text", ["80", "8割", "-5%", "1/2", "80%%"])
def test_other_shares_are_faults(tmp_path: Path, text: str) -> None:
    """A share needs its sign, or a point."""
    content = f"name,people,coverage\nA,5,{text}\n"

    assert faults_of(tmp_path, content) == {(2, "coverage"): "cell-share"}


def test_all_faults_of_a_table_at_once(tmp_path: Path) -> None:
    """Cells, ids and counts: every fault is told with its row and its own header."""
    content = (
        "グループ,人数,割合,席数\n"
        "A,48人,,\n"
        "A,5,,\n"
        "C,,,\n"
        ",5,,\n"
        "E,5,120%,\n"
        "F,5,50%,3\n"
        "G,9999999999999999999999,,\n"
    )

    assert faults_of(tmp_path, content) == {
        (2, "人数"): "cell-number",
        (3, "グループ"): "group-id-twice",
        (4, "人数"): "group-uncounted",
        (5, "グループ"): "group-unnamed",
        (6, "割合"): "share-range",
        (7, "割合"): "coverage-and-seats",
        (8, "人数"): "count-large",
    }


def test_faults_of_the_header(tmp_path: Path) -> None:
    """Unknown, repeated and missing headers are told with the cells' own faults."""
    content = "people,人数,割合,nmae,\nx,5,80,A,\n"

    assert faults_of(tmp_path, content) == {
        (1, None): "header-missing",
        (1, "人数"): "header-twice",
        (1, "nmae"): "header-unknown",
        (2, "people"): "cell-number",
        (2, "割合"): "cell-share",
    }


def test_message_lists_the_headers_in_both_languages(tmp_path: Path) -> None:
    """An unknown header is answered with a guess and everything accepted."""
    with pytest.raises(ScenarioError) as caught:
        read(tmp_path, "name,poeple,seats\nA,1,1\n")

    assert caught.value.text("en").endswith(
        'row 1, column poeple: unknown header. Did you mean "people"? Accepted, in any '
        "order: id / 識別子, name / グループ, people / 人数, coverage / 割合, "
        "seats / 席数, at_most / 上限, people_per_seat / 共用人数, "
        "unit / 部署, weight / 重み, priority / 優先順位, prefers / 希望, "
        "needs / 必要な機能, body / 団体, note / 備考, meta.KEY."
    )


@pytest.mark.parametrize("content", ["", "\n\n", "name,people\n", "name,people\n,\n"])
def test_table_without_groups(tmp_path: Path, content: str) -> None:
    """A table needs a row below its header."""
    assert faults_of(tmp_path, content) == {(None, None): "groups-none"}


def test_open_quotation_mark(tmp_path: Path) -> None:
    """A quotation mark that is never closed is told with its row."""
    assert set(faults_of(tmp_path, 'name,people\n"A,1\nB,2\n').values()) == {
        "table-syntax"
    }


def test_many_faults_are_counted(tmp_path: Path) -> None:
    """The first fifty faults are listed in the order of rows, the rest counted."""
    with pytest.raises(ScenarioError) as caught:
        read(tmp_path, "name,people\n" + "".join(f"g{n},x\n" for n in range(60)))

    assert [fault.place.row for fault in caught.value.faults[:50]] == [*range(2, 52)]
    assert caught.value.text("ja").endswith("groups.csv: ほかに10件の誤りがあります。")


def test_missing_default_is_said_once(tmp_path: Path) -> None:
    """Rows that rely on needs nobody gave are not each a fault."""
    with pytest.raises(ScenarioError) as caught:
        read_groups(
            _file(tmp_path, "name,people\nA,1\nB,1\n"), (), None, Place("s", "$")
        )

    assert [fault.place.path for fault in caught.value.faults] == ["$.needs"]
    assert "row 2" in caught.value.text()


def test_needs_nobody_grants(tmp_path: Path) -> None:
    """A need of a cell is named with its cell, one of the default with its path."""
    path = _file(tmp_path, "name,people,needs\nA,1,caht\nB,1,\nC,1,chat;ｍａｉｌ\n")

    with pytest.raises(ScenarioError) as caught:
        read_groups(path, ["guest"], [_tariff()], Place("s.toml", "$"))

    places = {
        fault.place.text("en"): fault.fields["guess"] for fault in caught.value.faults
    }
    assert places == {
        "s.toml: $.needs": "",
        f"{path}: row 2, column needs": "chat",
        f"{path}: row 4, column needs": "mail",
    }


def _file(folder: Path, content: str) -> Path:
    path = folder / "groups.csv"
    path.write_text(content, encoding="utf-8")
    return path


def _tariff() -> Tariff:
    charge = {"per": "month", "scheme": "per_unit", "price": 4}
    return tariff_from_dict(
        {
            "id": "t",
            "name": "T",
            "vendor": "V",
            "currency": "JPY",
            "prices": "excluding-tax",
            "items": {"seat": {"grants": ["chat", "mail"]}},
            "charges": [charge],
        }
    )


@pytest.mark.parametrize("name", ["groups.xlsx", "groups"])
def test_only_text_tables_are_read(tmp_path: Path, name: str) -> None:
    """A workbook is told to be saved as CSV."""
    with pytest.raises(InputErrors) as caught:
        read_groups(tmp_path / name)

    assert [fault.code for fault in caught.value.faults] == ["table-ending"]


def test_missing_table(tmp_path: Path) -> None:
    """A table that is not there is named."""
    with pytest.raises(InputErrors, match="no such file"):
        read_groups(tmp_path / "groups.csv")


def test_large_table_makes_no_object_for_a_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """100,000 rows become columns; no Group is made."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a Group was made")

    rows = "".join(f"g{n},{n % 977},80%,chat\n" for n in range(100_000))
    path = _file(tmp_path, "name,people,coverage,needs\n" + rows)
    monkeypatch.setattr(scenario.Group, "__init__", refuse)

    groups = read_groups(path)

    assert len(groups) == 100_000
    people = np.arange(100_000) % 977
    assert np.array_equal(groups.needed[:, 0], -(-people * 4 // 5))
