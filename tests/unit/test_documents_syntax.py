"""Broken syntax: what is said of it, in the language of the reader."""

from __future__ import annotations

import pytest

from tariffopt.documents import parse_document
from tariffopt.errors import Fault, InputErrors


def fault_of(content: str, suffix: str) -> Fault:
    """Give the fault of a text that breaks the syntax."""
    with pytest.raises(InputErrors) as caught:
        parse_document(content, "a", suffix)
    (fault,) = caught.value.faults
    return fault


TOML = {
    "rate = 10%": "syntax-more",
    'name = "A': "syntax-unclosed",
    'name = "A\n': "syntax-unclosed",
    "groups = [1, 2\n": "syntax-unclosed",
    "a = {b = 1\n": "syntax-unclosed",
    "[a": "syntax-unclosed",
    "name = x": "syntax-value",
    "day = 2021-02-30": "syntax-date",
    "名前 = 1": "syntax-key",
    "name": "syntax-key",
    "a = 1\na = 2": "syntax-twice",
    "[a]\n[a]": "syntax-twice",
    "a = {b = 1, b = 2}": "syntax-twice",
    'path = "C:\\temp\\x"': "syntax-escape",
    'a = "\x01"': "syntax-character",
}
JSON = {
    '{"a": }': "syntax-value",
    "{a: 1}": "syntax-key-json",
    '{"a" 1}': "syntax-key-json",
    '{"a": 1 "b": 2}': "syntax-comma",
    '{"a": 1} x': "syntax-more",
    '{"a": "x': "syntax-unclosed",
    '{"a": "C:\\q"}': "syntax-escape",
    '{"a": 1, "a": 2}': "syntax-twice",
}


@pytest.mark.parametrize(
    ("content", "suffix", "reason"),
    [
        *((content, ".toml", reason) for content, reason in TOML.items()),
        *((content, ".json", reason) for content, reason in JSON.items()),
    ],
)
def test_reason_is_known(content: str, suffix: str, reason: str) -> None:
    """The parser's own words are recognized, and said without English in Japanese."""
    fault = fault_of(content, suffix)

    assert fault.fields["why"].code == reason
    assert fault.fields["why"].fields["message"] not in fault.text("ja")
    line = content.split("\n")[fault.fields["line"] - 1]
    assert fault.fields["found"] == line.replace("\x01", " ")


@pytest.mark.parametrize("suffix", [".toml", ".json"])
def test_line_is_shown(suffix: str) -> None:
    """Of a long line, the message shows what is around the fault."""
    content = '{"a": [' + "1, " * 500 + '?, "end"]}' + "9" * 500
    fault = fault_of(content, suffix)

    assert len(fault.text("ja")) < 200
    if suffix == ".json":
        assert '1, ?, "end"]}' in fault.text("ja")


def test_trailing_comma() -> None:
    """Each version of Python words it differently; all tell to look at the comma."""
    reason = fault_of('{"a": 1,}', ".json").fields["why"].code

    assert reason in ("syntax-comma", "syntax-key-json")


def test_numbers_json_does_not_have() -> None:
    """NaN and Infinity are read, so that the schema can say what may stand there."""
    document = parse_document('{"a": NaN, "b": -Infinity}', None)

    assert [str(value) for value in document.values()] == ["NaN", "-Infinity"]
