"""Shanghai's terms for people insured on their own who put off the pension contributions of 2020 (缓缴与补缴)."""

from __future__ import annotations

from renshe.engine.authoring import eligibility

individual_deferral_allowed = eligibility(
    cites="sh-note-waiver-2020/3.1",
    requires=["in_real_difficulty", "is_pension_contribution", "deferred_month_in_2020", "deferral_chosen"],
)

back_payment_allowed = eligibility(
    cites=["sh-note-waiver-2020/3.2", "sh-note-waiver-2020/3.3"],
    requires=[
        "insured_on_their_own",
        "is_pension_contribution",
        "deferred_month_in_2020",
        "within_back_payment_period",
        "contribution_base_valid",
    ],
)
