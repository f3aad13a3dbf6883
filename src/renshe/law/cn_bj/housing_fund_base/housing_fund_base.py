"""The base on which the housing fund is paid (住房公积金缴存基数)."""

from __future__ import annotations

from renshe.engine.authoring import Money, half_up_to_yuan, rule


@rule(
    cites=[
        "bj-rsbz-2020-68/9.2",
        "bj-rsbz-2020-68-jd/4.9",
        "bj-rsbz-2020-68-jd/10.2",
    ]
)
def housing_fund_wage(
    separate_housing_fund_filed: bool, separate_housing_fund_wage: Money, recorded_wage: Money
) -> Money:
    """The wage that counts: what was filed with the housing fund by itself, else the combined filing."""
    return separate_housing_fund_wage if separate_housing_fund_filed else recorded_wage


@rule(
    cites=[
        "bj-rsbz-2020-68/3.3",
        "bj-rsbz-2020-68-jd/4.4",
        "bj-rsbz-2020-68-jd/4.5",
        "bj-rsbz-2020-68-jd/4.6",
        "bj-rsbz-2020-68-jd/4.7",
    ]
)
def housing_fund_base(housing_fund_wage: Money, housing_fund_floor: Money, housing_fund_ceiling: Money) -> Money:
    """That wage rounded to the yuan, not under the floor and not above the ceiling."""
    return min(max(half_up_to_yuan(housing_fund_wage), housing_fund_floor), housing_fund_ceiling)
