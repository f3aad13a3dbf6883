"""Which filing counts for the annual roster, and from when its result can be looked up (清册结果)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from renshe.engine.authoring import Choice, Day, Money, Window, condition, reducer, rule


def _latest(filings: Sequence[Mapping[str, Any]]) -> Money | None:
    # Of two filings on one day the later in the list was made later.
    latest: Mapping[str, Any] | None = None
    for filing in filings:
        if latest is None or filing["filing_date"] >= latest["filing_date"]:
            latest = filing
    return None if latest is None else latest["filed_wage"]


@reducer(cites="bj-rsbz-2020-68-jd/7.3")
def last_wage_before_collection(filings: Sequence[Mapping[str, Any]], bank_collection_date: Day) -> Money | None:
    """The wage last filed before July's collection day; one filed on that day comes too late."""
    return _latest([filing for filing in filings if filing["filing_date"] < bank_collection_date])


@reducer(cites="bj-rsbz-2020-68-jd/7.4")
def last_wage_within_window(filings: Sequence[Mapping[str, Any]], combined_filing_window: Window) -> Money | None:
    """The wage last filed within the window."""
    return _latest([filing for filing in filings if combined_filing_window.holds(filing["filing_date"])])


@rule(cites=["bj-rsbz-2020-68-jd/7.3", "bj-rsbz-2020-68-jd/7.4"])
def contribution_wage(
    housing_fund_payment_mode: Choice,
    last_wage_before_collection: Money | None,
    last_wage_within_window: Money | None,
) -> Money | None:
    """The wage of the annual roster: the last one filed in time, none if there is none."""
    if housing_fund_payment_mode == "bank_collection":
        return last_wage_before_collection
    return last_wage_within_window


@rule(
    cites=[
        "bj-rsbz-2020-68/8.2",
        "bj-rsbz-2020-68/8.3",
        "bj-rsbz-2020-68-jd/7.3",
        "bj-rsbz-2020-68-jd/7.4",
        "bj-rsbz-2020-68-jd/8",
    ]
)
def roster_result_query_from(
    housing_fund_payment_mode: Choice, bank_collection_date: Day, combined_filing_window: Window
) -> Day:
    """The first day on which the roster's result can be seen: nothing is settled before."""
    if housing_fund_payment_mode == "bank_collection":
        return bank_collection_date + 1
    return combined_filing_window.last + 1


@condition(
    cites=["bj-rsbz-2020-68/8.1", "bj-rsbz-2020-68/8.2", "bj-rsbz-2020-68/8.3", "bj-rsbz-2020-68-jd/7.2"],
    otherwise="roster_result_not_yet_available",
)
def query_available(query_subject: Choice, date: Day, roster_result_query_from: Day) -> bool:
    """Social insurance results can be seen at any time, those of the housing fund from a set day."""
    return query_subject == "social_insurance" or date >= roster_result_query_from


@reducer(cites="bj-rsbz-2020-68-jd/7.1")
def query_channels(query_subject: str) -> tuple[str, ...]:
    """Where a result can be looked up: the website; for the roster also the housing fund's own places and banks."""
    if query_subject == "social_insurance":
        return ("hr_website",)
    return ("hr_website", "housing_fund_website", "housing_fund_branch", "agent_bank")
