"""Files to nodes: what is read, and what is refused where."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from mintmark.ascode.files import read_documents
from mintmark.ascode.findings import DocumentsError, Finding
from mintmark.ascode.jsontext import read_json
from mintmark.ascode.yamltext import read_yaml


def refusal(text: str, reader: object = read_yaml) -> Finding:
    with pytest.raises(DocumentsError) as caught:
        reader(text, "f")  # type: ignore[operator]
    (finding,) = caught.value.findings
    return finding


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        ("a: no", "f:1:4", "no does not mean the same to every reader of YAML.", "Write true or false, or quote it if it is text."),
        ("a: On", "f:1:4", "On does not mean the same to every reader of YAML.", "Write true or false, or quote it if it is text."),
        ("a: True", "f:1:4", "True does not mean the same to every reader of YAML.", "Write true or false, or quote it if it is text."),
        ("a: 2031-04-01", "f:1:4", "2031-04-01 does not mean the same to every reader of YAML.", "Quote it: a date is text here."),
        (
            "a: 010",
            "f:1:4",
            "010 does not mean the same to every reader of YAML.",
            "Write the number in plain decimal digits, or quote it if it is text.",
        ),
        (
            "a: 0o17",
            "f:1:4",
            "0o17 does not mean the same to every reader of YAML.",
            "Write the number in plain decimal digits, or quote it if it is text.",
        ),
        (
            "a: 12:30",
            "f:1:4",
            "12:30 does not mean the same to every reader of YAML.",
            "Write the number in plain decimal digits, or quote it if it is text.",
        ),
        (
            "a: 1_000",
            "f:1:4",
            "1_000 does not mean the same to every reader of YAML.",
            "Write the number in plain decimal digits, or quote it if it is text.",
        ),
        (
            "a: 0x1F",
            "f:1:4",
            "0x1F does not mean the same to every reader of YAML.",
            "Write the number in plain decimal digits, or quote it if it is text.",
        ),
        (
            "a: .NaN",
            "f:1:4",
            ".NaN does not mean the same to every reader of YAML.",
            "Write the number as in JSON, or quote it if it is text; NaN and infinities are no claim values.",
        ),
        ("a: 1e999", "f:1:4", "1e999 does not mean the same to every reader of YAML.", "The number is out of range; quote it."),
        ("b: 1\n1: x", "f:2:1", "A key is text; 1 is not.", 'Quote it: "1".'),
        ("null: x", "f:1:1", "A key is text; null is not.", 'Quote it: "null".'),
        ("on: x", "f:1:1", "on does not mean the same to every reader of YAML.", "Write true or false, or quote it if it is text."),
        ("? [a]\n: b", "f:1:3", "A key is text; this one is a list, a mapping or an alias.", ""),
        ("a: 1\nb: {}\na: 2", "f:3:1", "The key a stands twice: here and at f:1:1.", "Keep one of them."),
        (
            "x: &x {a: 1}\ny:\n  <<: *x",
            "f:3:3",
            "<< does not mean the same to every reader of YAML.",
            "Merge keys are not read; write the members out, or use an alias as a whole value.",
        ),
        ("a: &x [*x]", "f:1:8", "The alias *x stands inside what it names, or names nothing above it.", ""),
        (
            "a: !!python/object:os.system {}",
            "f:1:4",
            "The tag tag:yaml.org,2002:python/object:os.system is not read.",
            "Leave it out; quote what is text.",
        ),
        ("a: !!str 1", "f:1:4", "The tag tag:yaml.org,2002:str is not read.", "Leave it out; quote what is text."),
        ("a: " + "[" * 200, "f:1:104", "Nested deeper than 100.", ""),
        ("a: [1", "f:2:1", "Not YAML: did not find expected ',' or ']'.", ""),
    ],
)
def test_yaml_that_is_refused(text: str, place: str, message: str, hint: str) -> None:
    finding = refusal(text)
    assert (str(finding.place), finding.message, finding.hint) == (place, message, hint)


def test_yaml_that_is_read() -> None:
    text = """
a: [1, -2, 0.5, 1e3, true, null, ~, 'no', "2031-04-01", plain text, y]
b: &b
  c: |
    one
    two
d: *b
---
---
"quoted": {}
"""
    assert [node.plain() for node in read_yaml(text, "f")] == [
        {
            "a": [1, -2, 0.5, 1000.0, True, None, None, "no", "2031-04-01", "plain text", "y"],
            "b": {"c": "one\ntwo\n"},
            "d": {"c": "one\ntwo\n"},
        },
        {"quoted": {}},
    ]


def test_anchors_multiply_within_bounds() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]" for level in range(1, 10)]
    finding = refusal("\n".join(lines))
    assert finding.message == "More than 200000 values, aliases counted in full."
    assert finding.place.line == 6
    assert refusal("a: &a x\nb: [" + ", ".join(["*a"] * 1_001) + "]").message == "More than 1000 aliases."


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ('{"a": 1,\n "a": 2}', "f:2:2", "The key a stands twice: here and at f:1:2."),
        ('{"a": NaN}', "f:1:7", "Not JSON: expected a value."),
        ('{"a": "\\ud800"}', "f:1:7", "The text holds a lone surrogate, which is not Unicode."),
        ('{"a": 1}\n{}', "f:2:1", "Not JSON: something follows the value."),
        ("{'a': 1}", "f:1:2", "Not JSON: expected a member's name in double quotes."),
        ('["\x01"]', "f:1:2", "Not JSON: Invalid control character at."),
        ("[" * 200, "f:1:102", "Nested deeper than 100."),
        (f"[{'9' * 40}]", "f:1:2", "The number is out of range; quote it."),
    ],
)
def test_json_that_is_refused(text: str, place: str, message: str) -> None:
    finding = refusal(text, read_json)
    assert (str(finding.place), finding.message) == (place, message)


def test_json_that_yaml_could_not_read() -> None:
    (node,) = read_json('{\t"a":\t["\\ud83d\\ude00", 1.0, -0.5e1, {}]}', "f")
    assert node.plain() == {"a": ["😀", 1.0, -5.0, {}]}


def test_folders_are_read_with_their_folders_in_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "x.yml").write_text("n: 2\n---\nn: 3")
    (tmp_path / "a.json").write_text('[{"n": 0}, {"n": 1}]')
    (tmp_path / "c.yaml").write_text("# Nothing but a comment.\n")
    (tmp_path / "notes.txt").write_text("no: no")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "x.yaml").write_text("n: 9")
    assert [node.plain()["n"] for node in read_documents([tmp_path])] == [0, 1, 2, 3]


def test_a_loop_of_links_ends_and_a_file_counts_once(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.yaml").write_text("n: 1")
    (tmp_path / "a" / "again").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "same.yaml").symlink_to(tmp_path / "a" / "x.yaml")
    assert [node.plain() for node in read_documents([tmp_path, tmp_path / "same.yaml"])] == [{"n": 1}]


def test_all_that_can_not_be_read_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "binary.yaml").write_bytes(b"a: 1\nb: \xff\xfe")
    (tmp_path / "huge.json").write_bytes(b" " * (4 * 1024 * 1024 + 1))
    (tmp_path / "null.yaml").write_bytes(b"a: \x00")
    (tmp_path / "self.yaml").symlink_to(tmp_path / "self.yaml")
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(DocumentsError) as caught:
        read_documents([tmp_path, tmp_path / "notes.txt", tmp_path / "absent.yaml"])
    told = {str(finding.place).removeprefix(f"{tmp_path}/"): finding.message for finding in caught.value.findings}
    assert told == {
        "absent.yaml": "The file can't be read: No such file or directory.",
        "binary.yaml:2": "The file is not UTF-8 text.",
        "huge.json": "The file is larger than 4194304 bytes.",
        "notes.txt": "A file of documents ends in .yaml, .yml or .json.",
        "null.yaml": "Not YAML: unacceptable character #x0000: control characters are not allowed.",
        "pipe.yaml": "Not a regular file.",
        "self.yaml": "The file can't be read: Too many levels of symbolic links.",
    }


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentsError, match=r"The folder has no \.yaml, \.yml or \.json file\."):
        read_documents([tmp_path])
