"""The registers of the bulletin of June 2020: every document, every provision, and the facts of each document.

The bulletin prints 22 documents and 9 explanations of them, 900 provisions in all. Fifty of the 900 say again what
another provision says, nearly all of them in the explanations; they are registered and counted like the others.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, get_args

import pytest

from renshe.api import default
from renshe.engine.browse import entry
from renshe.engine.lawbook import Lawbook, Provision
from renshe.engine.schemas.documents import ProvisionKind

PROVISIONS = {
    "spc-ff-2020-20": 53,
    "spc-f-2020-158": 16,
    "spc-fs-2020-3": 53,
    "mohrss-2020-40": 40,
    "mohrss-t-2020-60": 30,
    "mohrss-2020-49": 21,
    "mohrss-2020-52": 27,
    "nhsa-2020-24": 60,
    "bj-rsf-2020-4": 4,
    "bj-avgwage-2019": 6,
    "bj-rsbz-2020-68": 28,
    "bj-rsbf-2020-5": 41,
    "bj-rsf-2020-8a": 11,
    "bj-rsf-2020-8b": 49,
    "sh-gov-2020-10": 130,
    "sh-note-waiver-2020": 13,
    "sh-note-base-2020": 7,
    "tj-rsb-2020-84": 25,
    "tj-rsb-2020-91": 104,
    "tj-rsj-2020-12": 22,
    "gd-rsf-2020-70": 4,
    "js-rsf-2020-59": 60,
}
EXPLANATIONS = {  # of which document, and how many provisions
    "mohrss-2020-40-jd": ("mohrss-2020-40", 3),
    "mohrss-t-2020-60-jd": ("mohrss-t-2020-60", 2),
    "mohrss-2020-52-qa": ("mohrss-2020-52", 7),
    "nhsa-2020-24-jd": ("nhsa-2020-24", 7),
    "bj-rsf-2020-4-jd": ("bj-rsf-2020-4", 5),
    "bj-rsbz-2020-68-jd": ("bj-rsbz-2020-68", 43),
    "bj-rsf-2020-8a-jd": ("bj-rsf-2020-8a", 7),
    "bj-rsf-2020-8b-jd": ("bj-rsf-2020-8b", 5),
    "tj-rsb-2020-91-qa": ("tj-rsb-2020-91", 17),
}
COUNTS = {**PROVISIONS, **{id: count for id, (_, count) in EXPLANATIONS.items()}}

# Number, signed, in force from, to. Where no first day is printed the day of signing stands for it; what bears no
# date acts from the day it speaks of.
DATES: dict[str, tuple[str | None, str | None, str, str | None]] = {
    "spc-ff-2020-20": ("法发〔2020〕20号", "2020-06-08", "2020-06-08", None),
    "spc-f-2020-158": ("法〔2020〕158号", "2020-06-12", "2020-06-12", None),
    "spc-fs-2020-3": ("法释〔2020〕3号", None, "2020-07-01", None),
    "mohrss-2020-40": ("人社部发〔2020〕40号", "2020-05-29", "2020-05-29", None),
    "mohrss-t-2020-60": ("人社厅发〔2020〕60号", "2020-05-29", "2020-05-29", None),
    "mohrss-2020-49": ("人社部发〔2020〕49号", "2020-06-22", "2020-06-22", None),
    "mohrss-2020-52": ("人社部发〔2020〕52号", "2020-06-22", "2020-06-22", None),
    "nhsa-2020-24": ("医保发〔2020〕24号", "2020-06-10", "2020-06-10", None),
    "bj-rsf-2020-4": ("京人社发〔2020〕4号", "2020-06-02", "2020-05-01", "2021-04-30"),
    "bj-avgwage-2019": (None, None, "2020-05-01", None),
    "bj-rsbz-2020-68": ("京人社保字〔2020〕68号", "2020-06-10", "2020-06-10", None),
    "bj-rsbf-2020-5": ("京人社毕发〔2020〕5号", "2020-07-02", "2020-07-02", None),
    "bj-rsf-2020-8a": ("京人社发[2020]8号", "2020-07-01", "2020-07-01", None),
    "bj-rsf-2020-8b": ("京人社发[2020]8号", "2020-06-22", "2020-07-01", None),
    "sh-gov-2020-10": ("沪府规〔2020〕10号", "2020-05-29", "2020-05-29", None),
    "sh-note-waiver-2020": (None, None, "2020-07-01", None),
    "sh-note-base-2020": (None, None, "2020-07-01", None),
    "tj-rsb-2020-84": ("津人社办发〔2020〕84号", "2020-05-23", "2020-05-23", "2020-12-31"),
    "tj-rsb-2020-91": ("津人社办发〔2020〕91号", "2020-06-02", "2020-06-01", "2023-05-31"),
    "tj-rsj-2020-12": ("津人社局发〔2020〕12号", "2020-06-30", "2020-07-01", None),
    "gd-rsf-2020-70": ("粤人社发〔2020〕70号", "2020-03-18", "2020-03-18", None),
    "js-rsf-2020-59": ("苏人社发〔2020〕59号", "2020-05-29", "2020-05-29", None),
}
BEIJING = "北京市人力资源和社会保障局"
SHANGHAI = "上海市人力资源和社会保障局"
ISSUERS: dict[str, list[str]] = {
    "spc-ff-2020-20": ["最高人民法院"],
    "spc-f-2020-158": ["最高人民法院"],
    "spc-fs-2020-3": ["最高人民法院"],
    "mohrss-2020-40": ["人力资源社会保障部", "财政部"],
    "mohrss-t-2020-60": ["人力资源社会保障部办公厅"],
    "mohrss-2020-49": ["人力资源社会保障部", "财政部", "税务总局"],
    "mohrss-2020-52": ["人力资源社会保障部", "司法部", "财政部"],
    "nhsa-2020-24": ["国家医保局", "财政部", "国家税务总局"],
    "bj-rsf-2020-4": [BEIJING, "北京市财政局", "北京市税务局"],
    "bj-avgwage-2019": [],
    "bj-rsbz-2020-68": [BEIJING, "国家税务总局北京市税务局", "北京市医疗保障局", "北京住房公积金管理中心"],
    "bj-rsbf-2020-5": [BEIJING, "北京市教育委员会", "北京市财政局"],
    "bj-rsf-2020-8a": [BEIJING],
    "bj-rsf-2020-8b": [BEIJING, "北京市财政局"],
    "sh-gov-2020-10": ["上海市人民政府"],
    "sh-note-waiver-2020": [SHANGHAI],
    "sh-note-base-2020": [SHANGHAI],
    "tj-rsb-2020-84": [],
    "tj-rsb-2020-91": [],
    "tj-rsj-2020-12": ["天津市人力资源和社会保障局", "天津市医疗保障局", "国家税务总局天津市税务局"],
    "gd-rsf-2020-70": ["广东省人力资源和社会保障厅", "广东省财政厅", "国家税务总局广东省税务局"],
    "js-rsf-2020-59": ["江苏省人力资源和社会保障厅"],
}

# Shanghai's 26 measures: how many units answer for each.
UNITS = [6, 5, 3, 1, 6, 5, 3, 4, 3, 4, 5, 3, 4, 8, 7, 7, 1, 4, 1, 2, 2, 4, 2, 2, 3, 1]
LED_BY_ONE = {4, 19}


@pytest.fixture(scope="module")
def book() -> Lawbook:
    return default().compiled


@pytest.fixture(scope="module")
def printed(book: Lawbook) -> list[Provision]:
    """The provisions of the documents held; law that is only relied on is left out."""
    return [each for each in book.provisions.values() if not book.documents[each.document].external]


def document(book: Lawbook, id: str) -> dict[str, Any]:
    return next(item for item in entry(book, id)["found"] if item["is"] == "document")


def test_the_tables_are_of_one_bulletin() -> None:
    assert (len(PROVISIONS), len(EXPLANATIONS), sum(COUNTS.values())) == (22, 9, 900)
    assert list(DATES) == list(ISSUERS) == list(PROVISIONS)


def test_every_document_is_registered_and_no_other_is_held(book: Lawbook) -> None:
    assert {id for id, each in book.documents.items() if not each.external} == set(COUNTS)


@pytest.mark.parametrize(("id", "count"), COUNTS.items())
def test_a_document_has_all_its_provisions(id: str, count: int, printed: list[Provision]) -> None:
    own = [each.id for each in printed if each.document == id]
    assert (len(own), len(set(own))) == (count, count)


def test_every_provision_has_a_gist_of_one_line_in_both_languages(printed: list[Provision]) -> None:
    wrong = [
        each.id
        for each in printed
        if not re.search("[\u4e00-\u9fff]", each.gist.zh)
        or not re.search("[A-Za-z]{2}", each.gist.en)
        or "\n" in each.gist.zh + each.gist.en
    ]
    assert not wrong


def test_every_kind_of_provision_occurs_and_no_other(book: Lawbook) -> None:
    assert {each.kind for each in book.provisions.values()} == set(get_args(ProvisionKind))


@pytest.mark.parametrize("id", PROVISIONS)
def test_a_document_is_who_issued_it_and_when_it_acts(id: str, book: Lawbook) -> None:
    found = document(book, id)
    assert found["issuers"] == ISSUERS[id]
    number, *days = DATES[id]
    assert (found["number"] or None) == number
    assert [found[key] for key in ("signed", "effective_from", "effective_to")] == days
    assert found["effective_cites"], "what says so"


@pytest.mark.parametrize(("id", "of"), [(id, of) for id, (of, _) in EXPLANATIONS.items()])
def test_an_explanation_says_what_it_explains(id: str, of: str, book: Lawbook) -> None:
    assert ("interprets", of) in {(effect["kind"], effect["target"]) for effect in document(book, id)["effects"]}


def test_each_measure_of_shanghai_names_its_units(printed: list[Provision]) -> None:
    measures = {each.measure: each for each in printed if each.document == "sh-gov-2020-10" and each.measure}
    assert sorted(measures) == list(range(1, 27))
    assert [len(set(measures[number].units)) for number in sorted(measures)] == UNITS
    assert {number for number, each in measures.items() if each.responsibility_mode == "lead"} == LED_BY_ONE
    assert Counter(each.part for each in measures.values()) == {1: 5, 2: 4, 3: 5, 4: 2, 5: 4, 6: 2, 7: 4}
