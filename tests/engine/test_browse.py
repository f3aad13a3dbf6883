"""Looking things up in the law: every kind of thing, both languages, nearest names."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from renshe.api import default
from renshe.engine.browse import entry, listing
from renshe.engine.browse_text import entry_text, listing_text
from renshe.engine.errors import InputError
from renshe.engine.lawbook import Lawbook
from renshe.engine.lookup import items


@pytest.fixture(scope="module")
def book() -> Lawbook:
    return default().compiled


def only(found: dict[str, Any], kind: str) -> dict[str, Any]:
    return next(item for item in found["found"] if item["is"] == kind)


# ---- lists


def test_every_name_of_the_law_is_listed_once_under_its_topic(book: Lawbook) -> None:
    topics = listing(book)["topics"]
    listed = [(topic["topic"], name["name"]) for topic in topics for name in topic["names"]]
    assert len(listed) == len(set(listed))
    assert set(listed) == {(item.topic, item.name) for item in items(book)}


def test_a_place_lists_what_it_has_issued_itself(book: Lawbook) -> None:
    found = listing(book, region="CN-BJ")
    assert found["region"]["label"]["zh"] == "北京"
    assert {place["code"] for topic in found["topics"] for place in topic["regions"]} == {"CN-BJ"}
    assert "work_injury_rate" in {topic["topic"] for topic in found["topics"]}


def test_a_place_without_law_of_its_own_says_so(book: Lawbook) -> None:
    found = listing(book, region="CN-GD-440300")
    assert found["topics"] == []
    assert "适用上级规定" in listing_text(found, "zh")
    assert "the law above it applies" in listing_text(found, "en")


def test_a_topic_lists_names_and_documents(book: Lawbook) -> None:
    text = "".join(listing_text(listing(book, topic="contribution_relief"), "zh").split())
    assert "full_waiver_window" in text
    assert "人社部发〔2020〕49号" in text
    assert "减免后应缴额" in text


@pytest.mark.parametrize("kwargs", [{"topic": "contribution_relieve"}, {"region": "CN-XX"}])
def test_a_topic_or_place_that_is_none_gets_the_nearest(book: Lawbook, kwargs: dict[str, str]) -> None:
    with pytest.raises(InputError) as raised:
        listing(book, **kwargs)
    assert "ear it" in raised.value.text("en")
    assert "相近的有" in raised.value.text("zh")


# ---- entries


def test_a_rule_has_versions_cites_reads_reasons_and_readers(book: Lawbook) -> None:
    name = only(entry(book, "relief_rate"), "name")
    rule = name["rules"][0]
    assert name["label"] == {"zh": "减免比例", "en": "share relieved"}
    assert (rule["kind"], rule["region"]["code"]) == ("rule", "CN")
    assert "人社部发〔2020〕49号" in {cite["number"] for cite in rule["cites"]}
    assert "contribution_relief_eligible" in {read["name"] for read in rule["reads"]}
    assert {"outside_relief_period", "insurance_not_in_relief"} <= {reason["code"] for reason in rule["reasons"]}
    assert "contribution_payable" in {use["name"] for use in name["read_by"]}


def test_a_rule_of_a_place_stands_beside_the_nations(book: Lawbook) -> None:
    rules = only(entry(book, "unemployment_subsidy_eligible"), "name")["rules"]
    assert {rule["region"]["code"] for rule in rules} >= {"CN", "CN-BJ"}


def test_a_number_has_every_record_with_grade_period_and_change(book: Lawbook) -> None:
    name = only(entry(book, "other_payer_relief_window"), "name")
    records = name["numbers"][0]["records"]
    nation = [record for record in records if record["region"]["code"] == "CN"]
    assert [record["value"] for record in nation] == [["2020-02", "2020-04"], ["2020-02", "2020-06"]]
    assert [record["grade"] for record in nation] == ["reported", "printed"]
    assert nation[1]["known_from"] == "2020-06-22"
    assert nation[1]["changes"] == "extends mohrss-2020-11/1.2"
    assert "CN-HB" in {record["region"]["code"] for record in records}
    assert "within_relief_period" in {use["name"] for use in name["read_by"]}


def test_a_place_is_shown_without_the_others(book: Lawbook) -> None:
    found = only(entry(book, "contribution_base_ceiling", region="CN-BJ"), "name")
    assert [number["region"]["code"] for number in found["numbers"]] == ["CN-BJ"]
    assert {cite["id"].partition("/")[0] for issue in found["issues"] for cite in issue["cites"]} == {
        "bj-base-2019", "bj-base-2020",
    }  # fmt: skip
    text = entry_text(entry(book, "unemployment_subsidy_eligible", region="CN-BJ"), "en")
    assert text.index("Beijing") < text.index("does not count here: Beijing (CN-BJ) has its own")
    nothing = entry_text(entry(book, "benefits_with_unemployment_benefit", region="CN-BJ"), "zh")
    assert "北京" in nothing
    with pytest.raises(InputError):
        entry(book, "relief_rate", region="CN-XX")


def test_a_name_that_a_place_says_nothing_of_says_so(book: Lawbook) -> None:
    found = entry(book, "skill_upgrade_subsidy_application_accepted", region="CN-BJ")
    assert "says anything of it for this place" in entry_text(found, "en")
    assert "所收文件在此地没有规定" in entry_text(found, "zh")


def test_a_rule_tells_the_periods_it_goes_by_and_the_doubts_at_them(book: Lawbook) -> None:
    found = only(entry(book, "relief_rate"), "name")
    windows = {each["name"]: each["numbers"][0]["records"] for each in found["numbers_below"]}
    assert [record["value"] for record in windows["full_waiver_window"]] == [
        ["2020-02", "2020-06"], ["2020-02", "2020-12"],
    ]  # fmt: skip
    assert "mohrss-2020-49/1.4" in {cite["id"] for issue in found["issues"] for cite in issue["cites"]}
    assert found["issues_below"] > 0
    text = " ".join(entry_text({"found": [found]}, "en").split())
    assert "February 2020 to December 2020 the nation (CN), printed, known from 2020-06-22" in text
    assert "renshe law conflicts relief_rate" in text


def test_only_the_places_where_a_rule_holds_lend_it_their_numbers(book: Lawbook) -> None:
    found = only(entry(book, "unemployment_benefit_monthly"), "name")
    wages = next(each for each in found["reads_numbers"] if each["name"] == "local_minimum_wage")
    assert wages["numbers"] == []  # Guangdong alone goes by it, and Guangdong's is not held
    assert "none is held; the case gives it" in entry_text({"found": [found]}, "en")


def test_a_scale_is_shown_step_by_step(book: Lawbook) -> None:
    text = entry_text(entry(book, "unemployment_benefit_scale"), "zh")
    assert re.search(r"240个月起\s+1,925.00元", text)
    assert "2020-07起" in text


def test_a_table_is_shown_cell_by_cell_with_the_members_words(book: Lawbook) -> None:
    found = only(entry(book, "contribution_base_floor"), "name")
    table = next(number for number in found["numbers"] if number["region"]["code"] == "CN-BJ")
    lines = {line["for"]["zh"]: line["value"]["zh"] for line in table["records"][0]["shown"]}
    assert lines["工伤保险"] == "4,713.00元"


def test_an_input_has_question_help_choices_and_readers(book: Lawbook) -> None:
    name = only(entry(book, "employer_size"), "name")
    assert name["input"]["question"]["en"] == "Which size class does the enterprise fall in?"
    assert "micro" in {choice["name"] for choice in name["type"]["choices"]}
    assert "full_waiver_payer" in {use["name"] for use in name["read_by"]}


def test_an_input_says_what_is_assumed(book: Lawbook) -> None:
    assumed = only(entry(book, "event"), "name")["input"]["assumed"]
    assert assumed["value"] == "none"
    assert "没有说明时取" in entry_text(entry(book, "event"), "zh")


def test_a_reason_says_who_gives_it(book: Lawbook) -> None:
    reason = only(entry(book, "outside_relief_period"), "reason")
    assert reason["label"]["zh"] == "不在减免期内"
    (giver,) = reason["given_by"]
    assert giver["name"] == "within_relief_period"
    assert "mohrss-2020-49/1.1" in {cite["id"] for cite in giver["cites"]}
    assert "full_waiver_window" in {number["name"] for number in giver["numbers"]}


def test_a_reason_that_is_a_choice_has_the_words_of_the_choice(book: Lawbook) -> None:
    reason = only(entry(book, "conscripted"), "reason")
    assert reason["label"]["zh"] == "应征服兵役"
    assert reason["given_by"]


def test_a_document_has_identity_effects_both_ways_and_provisions(book: Lawbook) -> None:
    document = only(entry(book, "mohrss-2020-49"), "document")
    assert (document["signed"], document["external"]) == ("2020-06-22", False)
    assert ("extends", "mohrss-2020-11") in {(effect["kind"], effect["target"]) for effect in document["effects"]}
    assert "sh-note-waiver-2020" in {effect["document"]["id"] for effect in document["affected_by"]}
    provision = next(p for p in document["provisions"] if p["id"] == "mohrss-2020-49/1.1")
    assert {"full_waiver_window", "relief_rate"} <= {use["name"] for use in provision["cited_by"]}


@pytest.mark.parametrize("number", ["京人社发〔2020〕8号", "京人社发[2020]8号", "京人社发（2020） 8号"])
def test_a_number_that_two_documents_share_gives_both(book: Lawbook, number: str) -> None:
    found = entry(book, number)["found"]
    assert [(item["id"], item["same_number"]) for item in found] == [
        ("bj-rsf-2020-8a", ["bj-rsf-2020-8b"]),
        ("bj-rsf-2020-8b", ["bj-rsf-2020-8a"]),
    ]


def test_a_provision_by_its_id(book: Lawbook) -> None:
    provision = only(entry(book, "mohrss-2020-49/1.1"), "provision")
    assert provision["document"]["number"] == "人社部发〔2020〕49号"
    assert (provision["signed"], provision["grade"]) == ("2020-06-22", "printed")
    assert [(effect["kind"], effect["until"]) for effect in provision["effects"]] == [("extends", "2020-12-31")]
    assert "2020-06-22签发" in entry_text({"found": [provision]}, "zh")
    assert "relief_rate" in {use["name"] for use in provision["cited_by"]}


@pytest.mark.parametrize("words", ["减免比例", "share relieved", " Share relieved "])
def test_what_people_call_it_is_enough(book: Lawbook, words: str) -> None:
    assert only(entry(book, words), "name")["name"] == "relief_rate"


@pytest.mark.parametrize(
    ("name", "near"), [("relief_rat", "relief_rate"), ("减免期", "full_waiver_window"), ("", "renshe law list")]
)
def test_what_is_called_nothing_gets_the_nearest_names(book: Lawbook, name: str, near: str) -> None:
    with pytest.raises(InputError) as raised:
        entry(book, name)
    assert near in raised.value.text("zh")
    assert near in raised.value.text("en")


def test_everything_can_be_shown_in_both_languages(book: Lawbook) -> None:
    names = [*book.terms, *book.documents, *book.reasons, *book.enums, *list(book.provisions)[::25]]
    for name in names:
        found = entry(book, name)
        json.dumps(found, ensure_ascii=False)
        zh, en = entry_text(found, "zh"), entry_text(found, "en")
        assert zh and en
        assert "None" not in zh, name
    assert listing_text(listing(book), "zh") != listing_text(listing(book), "en")
