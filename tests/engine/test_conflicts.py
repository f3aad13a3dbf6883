"""Clashes and doubts: those recorded, and those that registers and numbers show by themselves."""

from __future__ import annotations

from typing import Any

import pytest

from renshe.api import default
from renshe.engine.conflicts import conflicts
from renshe.engine.conflicts_overview import conflicts_overview
from renshe.engine.conflicts_text import conflicts_text
from renshe.engine.errors import InputError
from renshe.engine.lawbook import Lawbook
from renshe.engine.layout import width
from tests.engine.conftest import Law, label


@pytest.fixture(scope="module")
def book() -> Lawbook:
    return default().compiled


def computed(found: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [each for each in found["computed"] if each["kind"] == kind]


def one(found: dict[str, Any], kind: str) -> dict[str, Any]:
    (each,) = computed(found, kind)
    return each


def values(each: dict[str, Any]) -> list[str]:
    return [line["after"]["en"] for side in each["sides"] for line in side["shown"]]


def number(value: str, cites: str, more: str = "") -> str:
    return f"{{value: '{value}', cites: [{cites}], grade: printed{more}}}"


def amount(*records: str, name: str = "floor") -> str:
    return f"{name}: {{kind: scalar, unit: CNY, records: [{', '.join(records)}]}}"


def test_one_number_on_two_documents(law: Law) -> None:
    law.document("cn-3", number="〔2020〕8号").document("cn-4", number="[2020]8 号").numbers(amount())
    found = one(conflicts(law.book), "shared_number")
    assert [side["document"]["id"] for side in found["sides"]] == ["cn-3", "cn-4"]
    assert found["wins"] is None


def test_a_place_that_sets_another_value_than_the_place_above_wins(law: Law) -> None:
    law.numbers(amount(number("1.00", "cn-1/1"))).numbers(amount(number("2.00", "bj-1/1")), "cn_bj/pay")
    found = one(conflicts(law.book), "layers_differ")
    assert (found["subject"]["name"], found["region"]["code"], found["wins"]) == ("floor", "CN-BJ", 1)
    assert values(found) == ["CNY 1.00", "CNY 2.00"]
    assert "known from 2020-03-01" in found["why"]["en"]
    assert computed(conflicts(law.book, region="CN-SH"), "layers_differ") == []


def test_a_place_that_says_the_same_is_no_conflict(law: Law) -> None:
    law.numbers(amount(number("1.00", "cn-1/1"))).numbers(amount(number("1.00", "bj-1/1")), "cn_bj/pay")
    assert computed(conflicts(law.book), "layers_differ") == []


def test_only_the_time_in_which_two_places_differ_is_told(law: Law) -> None:
    law.numbers(amount(number("1.00", "cn-1/1")))
    law.numbers(
        amount(number("1.00", "bj-1/1", ", until: '2020-06-30'"), number("3.00", "bj-1/2", ", since: '2020-07-01'")),
        "cn_bj/pay",
    )
    found = one(conflicts(law.book), "layers_differ")
    assert [(each["from"], each["until"]) for each in found["differences"]] == [("2020-07-01", None)]
    assert values(found) == ["CNY 1.00", "CNY 3.00"]


def test_the_nations_value_for_one_province_wins_there(law: Law) -> None:
    law.numbers(amount(number("1.00", "cn-1/1"), number("2.00", "cn-1/2", ", in: CN-HB")))
    assert one(conflicts(law.book), "layers_differ")["region"]["code"] == "CN-HB"
    assert computed(conflicts(law.book, region="CN-GD"), "layers_differ") == []


def test_of_two_records_of_one_place_the_later_signed_wins(law: Law) -> None:
    law.numbers(amount(number("1.00", "cn-1/1"), number("2.00", "cn-2/1", ", replaces: cn-1, since: '2020-07-01'")))
    found = one(conflicts(law.book), "overlap")
    assert values(found) == ["CNY 1.00", "CNY 2.00"] and found["wins"] == 1
    assert "from 2020-07-01" in found["why"]["en"] and "2020-06-22" in found["why"]["en"]


def test_acts_before_signing_are_told_with_the_numbers_concerned(law: Law) -> None:
    law.document(
        "cn-2", signed="2020-06-22", effective={"from": "2020-06-01", "to": None, "cites": ["cn-2/1"]},
        effects=[{"kind": "repeals", "target": "cn-1", "from": "2020-06-01", "cites": ["cn-2/2"]}],
    )  # fmt: skip
    law.numbers(amount(number("1.00", "cn-2/1", ", since: '2020-05-01'")))
    found = one(conflicts(law.book), "before_signing")
    assert found["signed"] == "2020-06-22"
    assert [side.get("acts_from") or side["since"] for side in found["sides"]] == [
        "2020-06-01", "2020-06-01", "2020-05-01",
    ]  # fmt: skip


def test_a_value_from_memory_and_a_number_nothing_reads_are_told(law: Law) -> None:
    law.numbers("floor: {kind: scalar, unit: CNY, records: [{value: '1.00', cites: [cn-1/1], grade: unverified}]}")
    found = conflicts(law.book)
    assert one(found, "weak_grade")["subject"]["name"] == "floor"
    assert "pay.yaml:1" in one(found, "unread_number")["why"]["en"]
    assert "--strict reported" in conflicts_text(found, "zh")


TABLE = """
standard:
  kind: table
  unit: CNY
  by: [part]
  records:
    - {value: {own: "1.00"}, cites: [cn-1/1], grade: printed}
    - {value: {theirs: "2.00"}, cites: [cn-2/1], grade: printed}
"""


def test_records_of_a_table_without_a_common_cell_are_no_conflict(law: Law) -> None:
    law.enum("part", "own", "theirs").inputs(part="enum:part").numbers(TABLE)
    assert computed(conflicts(law.book), "overlap") == []
    law.numbers(TABLE.replace('theirs: "2.00"', 'own: "2.00"').replace("printed}\n    -", "printed}\n    -", 1)
                .replace("[cn-2/1], grade: printed", "[cn-2/1], grade: printed, replaces: cn-1"))  # fmt: skip
    assert one(conflicts(law.book), "overlap")["subject"]["name"] == "standard"


def test_a_place_that_is_silent_where_the_nation_speaks_is_told_apart(law: Law) -> None:
    law.numbers(amount(number("1.00", "cn-1/1")))
    law.numbers(amount(number("1.00", "bj-1/1", ", since: '2020-01-01'")), "cn_bj/pay")
    assert computed(conflicts(law.book), "layers_differ") == []
    assert one(conflicts(law.book), "layer_silent")["region"]["code"] == "CN-BJ"


def test_a_name_is_as_doubtful_as_the_rules_it_reads(law: Law) -> None:
    doubt = {"kind": "gap", "what": label("gap"), "reading": label("so"), "cites": ["cn-1/3"]}
    law.document("cn-1", issues=[doubt]).inputs(months="months").outputs(pay="integer", enough="boolean")
    law.rules(
        "@rule(cites='cn-1/3')\ndef enough(months: Months) -> bool:\n    return months >= 12\n\n\n"
        "@rule(cites='cn-1/1')\ndef pay(enough: bool) -> int:\n    return 1 if enough else 0\n"
    )
    assert len(conflicts(law.book, "pay")["recorded"]) == 1
    assert [use["name"] for use in conflicts(law.book, "enough")["recorded"][0]["decides"]] == ["enough"]


def test_recorded_doubts_come_worst_first_and_by_topic_where_they_stand(law: Law) -> None:
    def doubt(kind: str, *cites: str, **more: object) -> dict[str, object]:
        return {"kind": kind, "what": label(kind), "reading": label("so"), "cites": list(cites), **more}

    law.document(
        "cn-1", issues=[doubt("gap"), doubt("clash", "cn-1/1", **{"with": ["cn-1/2"]}), doubt("gap", "cn-1/3")]
    )
    law.numbers(amount(number("1.00", "cn-1/1")))
    assert [issue["kind"] for issue in conflicts(law.book)["recorded"]] == ["clash", "gap", "gap"]
    of_topic = conflicts(law.book, "pay")["recorded"]
    assert [(issue["kind"], len(issue["cites"])) for issue in of_topic] == [("clash", 1), ("gap", 0)]
    assert [use["name"] for use in of_topic[0]["decides"]] == ["floor"]


@pytest.mark.parametrize("kwargs", [{"about": "unemployment_subsidie"}, {"region": "CN-XX"}])
def test_what_is_none_is_refused(book: Lawbook, kwargs: dict[str, str]) -> None:
    with pytest.raises(InputError):
        conflicts(book, **kwargs)


# ---- the law of June 2020


def test_two_beijing_notices_share_a_number(book: Lawbook) -> None:
    shared = [[side["document"]["id"] for side in each["sides"]] for each in computed(conflicts(book), "shared_number")]
    assert ["bj-rsf-2020-8a", "bj-rsf-2020-8b"] in shared


def test_beijing_takes_subsidy_claims_later_than_the_nation(book: Lawbook) -> None:
    found = conflicts(book, "unemployment_subsidy", region="CN-BJ")
    window = next(each for each in computed(found, "windows_differ") if "subsidy" in each["subject"]["name"])
    assert values(window) == ["1 March 2020 to 31 December 2020", "1 July 2020 to 31 December 2020"]
    clash = found["recorded"][0]
    assert (clash["kind"], clash["cites"][0]["id"]) == ("clash", "bj-rsf-2020-8b/1.5")
    assert "unemployment_subsidy_window" in {use["name"] for use in clash["decides"]}


def test_a_collection_day_after_25_july_sets_two_articles_against_each_other(book: Lawbook) -> None:
    clashes = [each for each in conflicts(book, "annual_roster_correction")["recorded"] if each["kind"] == "clash"]
    (clash,) = [each for each in clashes if "bj-rsbz-2020-68-jd/11.4" in {cite["id"] for cite in each["with"]}]
    assert "bj-rsbz-2020-68-jd/7.3" in {cite["id"] for cite in clash["cites"]}
    assert clash["reading"]["en"].startswith("The website closes on 25 July")


def test_notices_that_act_before_they_were_signed(book: Lawbook) -> None:
    early = {each["document"]["id"] for each in computed(conflicts(book), "before_signing")}
    assert {"tj-rsb-2020-91", "bj-rsf-2020-4", "mohrss-2020-49"} <= early


def test_everything_can_be_told(book: Lawbook) -> None:
    for region in (None, "CN-BJ", "CN-GD-440100"):
        found = conflicts(book, region=region)
        assert len({frozenset(each) for each in found["recorded"]}) <= 1
        zh, en = conflicts_text(found, "zh"), conflicts_text(found, "en")
        assert zh != en and "None" not in zh


def test_the_overview_has_what_weighs_first_and_fits_a_terminal(book: Lawbook) -> None:
    found = conflicts(book)
    said = (("zh", "bj-rsf-2020-8b/1.5 与", "凭记忆的数值"), ("en", "8b/1.5 against", "from memory"))
    for language, clash, memory in said:
        text = conflicts_overview(found, language)  # type: ignore[arg-type]
        lines = text.splitlines()
        assert len(lines) < 180
        assert text.index("2020") < text.index(clash) < text.index("bj-rsf-2020-8a") < text.index(memory)
        table = lines[next(at for at, line in enumerate(lines) if "类别计数" in line or "counted by" in line) :]
        assert max(map(width, table)) <= 80
    # What texts of the bulletin say against each other comes before background law.
    assert text.index("sh-note-waiver-2020/3.3") < text.index("sc-1999-259/13")


def test_every_recorded_doubt_has_a_kind_and_the_overview_counts_it(book: Lawbook) -> None:
    found = conflicts(book)
    assert all(issue["kind"] and issue["reading"] for issue in found["recorded"])
    assert f"{len(found['recorded'])} doubts recorded" in conflicts_overview(found, "en")
    assert {issue["external"] for issue in found["recorded"]} == {True, False}


def test_an_overview_of_nothing(law: Law) -> None:
    assert conflicts_overview(conflicts(law.book), "en").startswith("0 doubts recorded on 0 documents")
