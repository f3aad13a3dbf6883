"""The command line: exit codes, JSON, languages; what the user can put right ends in a sentence, not in a traceback."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from renshe.cli import main
from tests.engine.conftest import HAN, Law

CODES = {0, 1, 2, 3, 4}
"""Done; a case failed; something cannot be read; below ``--strict``; the law cannot be built."""


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache of compiled lawbooks for these tests."""
    folder = tmp_path_factory.mktemp("compiled")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RENSHE_CACHE", str(folder))
        patch.setenv("RENSHE_LANG", "en")
        yield folder


@pytest.fixture
def tiny(law: Law, cache: Path) -> Law:
    """A folder of law to add with ``--law``: it rests on memory, and on an assumption."""
    (law.path / "places.yaml").unlink()
    law.inputs(tiny_months="months", tiny_sick={"type": "boolean", "when_absent": False})
    law.outputs(tiny_enough="boolean", tiny_amount="money").reasons("tiny_few")
    law.rules(
        """
        @condition(cites="cn-1/1", otherwise="tiny_few")
        def tiny_enough(tiny_months: Months) -> bool:
            return tiny_months >= 12

        @rule(cites="cn-1/1", reasons_from=[tiny_enough])
        def tiny_amount(tiny_enough: bool, tiny_sick: bool, tiny_base: Money) -> Money:
            if not tiny_enough:
                return Money(0)
            return tiny_base if not tiny_sick else Money(0)
        """
    )
    law.numbers(
        """
        tiny_base:
          kind: scalar
          unit: CNY
          records:
            - {value: "10.00", cites: [cn-1/1], grade: unverified}
            - {value: "20.00", cites: [cn-2/1], grade: printed, replaces: cn-1}
        """
    )
    law.write("vocabulary/pay.yaml", _vocabulary(law))
    return law


def _vocabulary(law: Law) -> str:
    return json.dumps({key: value for key, value in law.words.items() if value}, ensure_ascii=False)


def call(*words: str, stdin: str = "") -> Done:
    """The command in this process, through its own entry point, on streams that encode as a terminal does."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    code: Any = 0
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        patch.setattr(sys, "argv", ["renshe", *words])
        patch.setattr(sys, "stdin", io.StringIO(stdin))
        try:
            main()
        except SystemExit as stop:
            code = stop.code or 0
    for stream in (out, err):
        stream.flush()
    return Done(code, *(stream.buffer.getvalue().decode() for stream in (out, err)))


def started(*words: str, **environment: str) -> Done:
    """The command in a process of its own."""
    path = os.pathsep.join([str(Path(__file__).resolve().parents[2] / "src"), *sys.path])
    done = subprocess.run(
        [sys.executable, "-m", "renshe", *words], capture_output=True, text=True, encoding="utf-8", timeout=120,
        stdin=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8", **environment},
    )  # fmt: skip
    return Done(done.returncode, done.stdout, done.stderr)


# ---- decide


def decide(law: Law, *words: str) -> Done:
    return call("decide", "--law", str(law.path), "--date", "2020-07-10", *words)


def test_an_answer(tiny: Law) -> None:
    done = decide(tiny, "tiny_amount", "tiny_months=12", "--json")
    assert done.code == 0 and done.err == ""
    answer = done.json
    assert answer["schema"] == "renshe.decision/1" and answer["case"]["date"] == "2020-07-10"
    assert answer["outputs"]["tiny_amount"]["value"] == "20.00"


def test_an_answer_in_both_languages(tiny: Law) -> None:
    english, chinese = (decide(tiny, "tiny_enough", "tiny_months=3", "--lang", tongue) for tongue in ("en", "zh"))
    assert english.code == chinese.code == 0
    assert "tiny few" in english.out and not HAN.search(english.out.replace("“tiny_few”", ""))
    assert "“tiny_few”" in chinese.out and HAN.search(chinese.out)


def test_not_met_and_undetermined_are_answers(tiny: Law) -> None:
    refused = decide(tiny, "tiny_amount", "tiny_months=3", "--json")
    assert refused.code == 0 and refused.json["outputs"]["tiny_amount"]["value"] == "0.00"
    open_case = decide(tiny, "tiny_amount", "tiny_months=?", "--json")
    assert open_case.code == 0 and open_case.json["outputs"]["tiny_amount"]["missing"][0]["name"] == "tiny_months"


def test_known_on(tiny: Law) -> None:
    answers = [
        decide(tiny, "tiny_amount", "tiny_months=12", "--json", "--known-on", day).json["outputs"]["tiny_amount"][
            "value"
        ]
        for day in ("2020-06-21", "2020-06-22")
    ]
    assert answers == ["10.00", "20.00"]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["--strict", "printed", "tiny_sick=no"], 0, ""),
        (["--strict", "printed"], 3, "tiny_sick: "),
        (
            ["--strict", "reported", "tiny_sick=no", "--known-on", "2020-06-01"],
            3,
            "rests on unverified, below reported",
        ),
        (["--strict", "unverified", "tiny_sick=no", "--known-on", "2020-06-01"], 0, ""),
        (["--strict", "sure"], 2, "printed, confirmed, reported, unverified"),
    ],
)
def test_strict_refuses_what_rests_on_less(tiny: Law, words: list[str], code: int, says: str) -> None:
    done = decide(tiny, "tiny_amount", "tiny_months=12", *words)
    assert done.code == code and says in done.err and (code == 0) == bool(done.out)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["tiny_amuont"], ["no rule answers tiny_amuont", "Near it: tiny_amount"]),
        (["tiny_amount", "tiny_mnths=3"], ["no input named tiny_mnths", "Near it: tiny_months"]),
        (["tiny_amount", "tiny_months=a few"], ['tiny_months: found "a few"', "a number of months such as 12"]),
        (["tiny_amount", "tiny_months=3", "tiny_months=4"], ["tiny_months is given twice"]),
        (["tiny_months=3"], ["no output was named", "renshe law list"]),
        (["tiny_amount", "=3"], ["=3: nothing stands before the equals sign"]),
        (["tiny_amount", "--date", ""], ['date: found ""']),
        (["没有这个"], ["no rule answers 没有这个"]),
        (["失业补助金"], ["nothing is called “失业补助金”", "Near it: unemployment_subsidy_"]),
        (["tiny_amount", "㐂=3"], ["no input named 㐂"]),
        (["tiny_amount", "--region", "CN-XX"], ["there is no region CN-XX", "near it: "]),
        (["tiny_amount", "--region", "Peking"], ["there is no region Peking", "CN-BJ"]),
        (["tiny_amount", "--date", "1949-10-01"], ["1949-10-01 is before all law held here", "another day"]),
        (["tiny_amount", "--date", "July"], ['date: found "July"', "2020-07-01"]),
        (["tiny_amount", "--known-on", "soon"], ['known_on: found "soon"']),
        (["tiny_amount", "date=2020-07-01"], ["--date"]),
        (["tiny_amount", "\ud800=3"], ["\\ud800"]),
        (["\x1b[31m"], ["\\x1b[31m"]),
    ],
)
def test_what_cannot_be_read_is_a_sentence_and_code_2(tiny: Law, words: list[str], says: list[str]) -> None:
    done = decide(tiny, *words)
    assert done.code == 2 and done.out == ""
    assert all(part in done.err for part in says), done.err
    chinese = decide(tiny, *words, "--lang", "zh")
    assert chinese.code == 2 and HAN.search(chinese.err)


def test_law_that_cannot_be_built_is_code_4(tiny: Law) -> None:
    tiny.write("cn/pay/pay.yaml", "tiny_base:\n  kind: scalar\n  kind: table\n")
    done = decide(tiny, "tiny_amount")
    assert done.code == 4 and f"{tiny.package}/cn/pay/pay.yaml:3: kind is written twice" in done.err
    nowhere = call("decide", "--law", "no-such-folder", "tiny_amount")
    assert nowhere.code == 4 and "no-such-folder: there is no folder of this name" in nowhere.err


def test_rules_in_a_folder_that_cannot_be_imported(tiny: Law, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [entry for entry in sys.path if entry != str(tiny.path.parent)])
    for module in [m for m in sys.modules if m.partition(".")[0] == tiny.package]:
        monkeypatch.delitem(sys.modules, module)
    done = decide(tiny, "tiny_amount")
    assert done.code == 4 and "PYTHONPATH" in done.err


# ---- ask, check


def test_ask_holds_a_conversation(tiny: Law) -> None:
    words = ("ask", "--law", str(tiny.path), "--date", "2020-07-10", "tiny_amount")
    done = call(*words, stdin="many\n²\n12\n\n")
    assert done.code == 0 and "CNY 20.00" in done.out and done.out.count("expected a number of months") == 2
    assert call(*words, stdin="12\n").code == 0  # the end of the input ends the conversation
    first = call(*words, "--json").json
    assert first["question"]["name"] == "tiny_months" and first["question"]["type"] == "months"
    last = call(*words, "--json", "tiny_months=3").json
    assert last["question"] is None and last["decision"]["outputs"]["tiny_amount"]["value"] == "0.00"


CASE = """
- id: {id}
  topic: {topic}
  provisions: [cn-1/1]
  region: CN
  date: "2020-07-10"
  inputs: {{tiny_months: {months}}}
  expect: {{tiny_amount: "20.00"}}
"""


@pytest.mark.parametrize(
    ("topic", "months", "code", "status"),
    [
        ("pay", 12, 0, "passed"),
        ("pay", 11, 1, "failed"),
        ("pay", '"?"', 1, "undetermined"),
        ("tax", 12, 0, "not_written"),
    ],
)
def test_check(tiny: Law, tmp_path: Path, topic: str, months: object, code: int, status: str) -> None:
    file = tmp_path / "cases.yaml"
    file.write_text(CASE.format(id="one", topic=topic, months=months), "utf-8")
    done = call("check", str(file), "--law", str(tiny.path), "--json")
    assert done.code == code
    (case,) = done.json["cases"]
    assert case["status"] == status and done.json["summary"][status] == 1
    assert {"id", "topic", "status", "expected", "got", "reasons"} <= set(case)
    assert call("check", str(file), "--law", str(tiny.path)).code == code
    assert call("check", str(file), "--law", str(tiny.path), "--topic", "other").code == 0


def test_check_without_cases(tiny: Law, tmp_path: Path) -> None:
    assert "no such file or folder" in call("check", str(tmp_path / "nowhere")).err
    (tmp_path / "bad.yaml").write_text("- id: one\n", "utf-8")
    done = call("check", str(tmp_path / "bad.yaml"))
    assert done.code == 2 and "bad.yaml:1" in done.err


# ---- in a process of its own


def test_exit_codes_of_the_process(tiny: Law) -> None:
    words = ("decide", "--law", str(tiny.path), "--date", "2020-07-10", "tiny_amount")
    assert started(*words, "tiny_months=12").code == 0
    refused = started(*words, "tiny_months=x", LC_ALL="zh_CN.UTF-8", RENSHE_LANG="zh")
    assert refused.code == 2 and HAN.search(refused.err) and "Traceback" not in refused.err
    assert started(*words, "tiny_months=12", "--strict", "printed").code == 3
    assert started("decide", "--law", "no-such-folder", "x").code == 4


HEAVY = ("numpy", "pandas", "pyarrow", "pydantic", "pydantic_core", "jsonschema", "yaml", "rich")


def test_a_cached_answer_imports_nothing_heavy(cache: Path) -> None:
    code = (
        "import sys; sys.argv = ['renshe', *sys.argv[1:]]\nfrom renshe.cli import main\n"
        "try: main()\nexcept SystemExit as stop: assert not stop.code, stop.code\n"
        f"print(sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)"
    )
    path = os.pathsep.join([str(Path(__file__).resolve().parents[2] / "src"), *sys.path])
    words = [
        "decide",
        "unemployment_benefit_monthly",
        "--region",
        "CN-BJ",
        "--date",
        "2020-07-10",
        "contribution_months=?",
    ]
    for extra in ([], ["--explain"], ["--json"], ["wrong=1"][:0]):
        started(*words, *extra)  # the first call builds
        done = subprocess.run(
            [sys.executable, "-c", code, *words, *extra], capture_output=True, text=True, encoding="utf-8",
            env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"}, timeout=120,
        )  # fmt: skip
        assert done.stderr.strip().endswith("[]"), done.stderr


# ---- whatever is typed

NAMES = ["unemployment_benefit_monthly", "unemployment_subsidy_eligible", "contribution_base", "document_expiry_date"]
INPUTS = [
    "contribution_months",
    "involuntary_termination",
    "month",
    "employer_type",
    "insurance",
    "document_id",
    "date",
    "x",
]
VALUES = [
    "",
    "?",
    "12",
    "-1",
    "1e9",
    "yes",
    "none",
    "2020-07",
    "2020-13-45",
    "1,000.00",
    "[",
    '{"a": 1}',
    "9" * 400,
    "无",
    "\x00",
]
TEXT = st.text(st.characters(blacklist_characters="/.~", blacklist_categories=()), max_size=12)
PLACES = ["CN", "CN-BJ", "CN-GD-440100", "CN-XX", "", "cn-bj"]
DAYS = ["2020-07-10", "2020-02-30", "0000-00-00", "9999-12-31", "1900-01-01", "2999-12-31", "now"]
OPTIONS = st.one_of(
    st.tuples(st.just("--region"), st.sampled_from(PLACES)),
    st.tuples(st.sampled_from(["--date", "--known-on"]), st.sampled_from(DAYS) | TEXT),
    st.tuples(st.just("--strict"), st.sampled_from(["printed", "unverified", "x"])),
    st.tuples(st.just("--lang"), st.sampled_from(["zh", "en", "fr"])),
    st.tuples(st.just("--law"), st.sampled_from(["nowhere", "empty", "good.yaml"])),
    st.tuples(st.sampled_from(["--json", "--explain", "--all-reasons", "--help", "--nonsense", "--", "-"])),
)
WORDS = st.one_of(
    st.sampled_from(NAMES),
    st.sampled_from(NAMES).map(lambda name: name[:-2]),
    st.tuples(st.sampled_from([*NAMES, *INPUTS]), st.sampled_from(VALUES) | TEXT).map("=".join),
    TEXT,
)
FILES = st.sampled_from(["good.yaml", "bad.yaml", "empty", "nowhere", "--json"])
LOOKED_UP = st.sampled_from(["list", "show", *NAMES, *INPUTS, "CN-BJ", "--region"])
ARGUMENTS = st.one_of(
    st.tuples(st.sampled_from(["decide", "ask"]), st.lists(WORDS | OPTIONS, max_size=6)),
    st.tuples(st.just("check"), st.lists(FILES, max_size=3)),
    st.tuples(st.just("law"), st.lists(LOOKED_UP | OPTIONS | TEXT, max_size=4)),
    st.tuples(TEXT, st.lists(OPTIONS, max_size=2)),
)


def flat(command: str, words: list[str | tuple[str, ...]]) -> list[str]:
    return [command, *(part for word in words for part in ((word,) if isinstance(word, str) else word))]


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ARGUMENTS.map(lambda drawn: flat(*drawn)), st.text(max_size=20))
def test_no_traceback_whatever_is_typed(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], stdin: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir(exist_ok=True)
    (tmp_path / "good.yaml").write_text(CASE.format(id="one", topic="tax", months=12), "utf-8")
    (tmp_path / "bad.yaml").write_text("- {", "utf-8")
    done = call(*words, stdin=stdin)
    assert done.code in CODES, (words, done)
    assert "Traceback" not in done.err and "Traceback" not in done.out
    assert done.code == 0 or done.err or done.out, words
