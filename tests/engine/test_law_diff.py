"""What two days of knowledge, or two lawbooks, have apart for a place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from renshe.api import Lawbook as Public
from renshe.api import default
from renshe.engine.errors import InputError
from renshe.engine.law_diff import law_diff, side
from renshe.engine.law_diff_text import law_diff_text
from renshe.engine.lawbook import Lawbook
from tests.engine.conftest import Law


@pytest.fixture(scope="module")
def book() -> Lawbook:
    return default().compiled


def days(book: Lawbook, before: str, after: str | None, region: str = "CN") -> dict[str, Any]:
    return law_diff(side(book, region, before), side(book, region, after))


def changed(found: dict[str, Any], key: str) -> dict[str, str]:
    return {item["name"]: item["change"] for item in found[key]}


RECORDS = """
    standard:
      kind: table
      unit: CNY
      by: [part]
      records:
        - {value: {own: "1.00", theirs: "2.00"}, cites: [cn-1/1], grade: reported}
        - {value: {own: "1.00", theirs: "3.00"}, cites: [cn-2/1], grade: printed, replaces: cn-1, since: "2020-07-01"}
    again:
      kind: scalar
      unit: CNY
      records:
        - {value: "1.00", cites: [cn-1/1], grade: reported}
        - {value: "1.00", cites: [cn-2/1], grade: printed, replaces: cn-1}
"""


def test_only_the_cells_and_the_time_that_differ_are_told(law: Law) -> None:
    law.enum("part", "own", "theirs").inputs(part="enum:part").numbers(RECORDS)
    found = days(law.book, "2020-06-21", "2020-06-22")
    (item,) = found["numbers"]
    assert (item["name"], item["change"]) == ("standard", "changed")
    (span,) = item["spans"]
    assert (span["from"], span["until"]) == ("2020-07-01", None)
    assert [(c["for"]["en"], c["before"]["en"], c["after"]["en"]) for c in span["changes"]] == [
        ("theirs", "CNY 2.00", "CNY 3.00")
    ]
    assert (span["before"]["grade"], span["after"]["grade"]) == ("reported", "printed")


def test_a_rule_that_a_lower_place_brings(law: Law) -> None:
    law.outputs(pay="integer").rules("@rule(cites='cn-1/1')\ndef pay() -> int:\n    return 1\n")
    law.rules("@rule(cites='bj-1/1')\ndef pay() -> int:\n    return 2\n", "cn_bj/pay")
    (rule,) = days(law.book, "2020-02-29", None, "CN-BJ")["rules"]
    assert [version["region"] for version in rule["before"]] == ["CN"]
    assert [version["region"] for version in rule["after"]] == ["CN-BJ"]
    assert days(law.book, "2020-02-29", None)["rules"] == []


def test_a_comment_is_no_difference_and_another_body_is(law: Law) -> None:
    body = (
        "@rule(cites='cn-1/1')\ndef pay(months: Months) -> int:\n    if months > 1:\n        return 1\n    return %d\n"
    )
    law.inputs(months="months").outputs(pay="integer").rules(body % 2)
    first = law.book
    law.rules("# a line more\n" + body % 2)
    assert law_diff(side(first, "CN", None), side(law.book, "CN", None))["rules"] == []
    law.rules(body % 3)
    found = law_diff(side(first, "CN", None), side(law.book, "CN", None))
    assert changed(found, "rules") == {"pay": "changed"}
    assert found["before"]["lawbook"] != found["after"]["lawbook"]


REDUCER = """
ENOUGH = %d

def longest(amounts):
    return max(amounts, default=0)

@reducer(cites="cn-1/1")
def most(amounts):
    return longest(amounts) + %d
"""


def test_another_body_of_a_reducer_is_a_difference_its_place_and_docstring_are_not(law: Law) -> None:
    law.inputs(amounts="list:money").outputs(most="money").rules(REDUCER % (1, 0))
    first = law.book
    law.rules("# a line more\n" + REDUCER % (1, 0))
    assert law_diff(side(first, "CN", None), side(law.book, "CN", None))["rules"] == []
    for changed_text in (REDUCER % (1, 5), REDUCER % (2, 0), (REDUCER % (1, 0)).replace("default=0", "default=1")):
        law.rules(changed_text)
        assert changed(law_diff(side(first, "CN", None), side(law.book, "CN", None)), "rules") == {"most": "changed"}


@pytest.mark.parametrize(("region", "day"), [("CN-XX", "2020-06-21"), ("CN", "soon")])
def test_what_is_none_is_refused(book: Lawbook, region: str, day: str) -> None:
    with pytest.raises(InputError):
        side(book, region, day)


# ---- the law of June 2020


def test_the_day_document_49_was_signed(book: Lawbook) -> None:
    found = days(book, "2020-06-21", "2020-06-22", "CN-GD")
    windows = changed(found, "windows")
    assert windows.items() >= {"full_waiver_window": "changed", "other_payer_relief_window": "changed"}.items()
    dates = {item["id"]: (item["change"], item["fields"]) for item in found["documents"]}
    assert dates["mohrss-2020-49"][0] == "added"
    assert dates["mohrss-2020-11"][1] == [{"field": "expiry_date", "before": None, "after": "2020-12-31"}]
    zh = "".join(law_diff_text(found, "zh").split())
    assert "2020年2月至2020年6月→2020年2月至2020年12月" in zh


def test_nothing_differs_between_a_day_and_itself(book: Lawbook) -> None:
    found = days(book, "2020-06-22", "2020-06-22", "CN-BJ")
    assert law_diff_text(found, "en").endswith("nothing differs")


def test_a_folder_of_law_of_ones_own(book: Lawbook) -> None:
    extra = Public(Path(__file__).parent.parent / "data" / "extra_law").compiled
    city = "CN-GD-440100"
    found = law_diff(side(book, city, None), side(extra, city, None))
    assert changed(found, "windows") == {"full_waiver_window": "changed"}
    assert found["numbers"] == [] and found["rules"] == []
    assert [item["id"] for item in found["documents"]] == ["gz-example-2020-1"]


def test_everything_can_be_told(book: Lawbook) -> None:
    for region in ("CN", "CN-BJ", "CN-SH"):
        found = days(book, "2020-05-01", None, region)
        zh, en = law_diff_text(found, "zh"), law_diff_text(found, "en")
        assert zh != en and "None" not in zh + en
