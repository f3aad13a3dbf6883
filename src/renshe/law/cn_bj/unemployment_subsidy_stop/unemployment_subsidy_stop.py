"""When the unemployment subsidy stops in Beijing (北京失业补助金停发)."""

from __future__ import annotations

from renshe.engine.authoring import Choice, cause, causes


@cause(cites="bj-rsf-2020-8b/1.3.2", code="unemployment_contribution_resumed")
def contribution_resumed_by_new_employer(event: Choice, newly_insured: bool) -> bool:
    """Whoever is hired and insured pays unemployment insurance again."""
    return event == "hired" and newly_insured


unemployment_subsidy_stop_cause = causes(
    "unemployment_subsidy_term_used_up",
    contribution_resumed_by_new_employer,
    cites=[
        "bj-rsf-2020-8b/1.3.1",
        "bj-rsf-2020-8b/1.3.2",
        "bj-rsf-2020-8b/1.3.3",
        "bj-rsf-2020-8b/1.3.4",
        "bj-rsf-2020-8b/1.3.5",
        "bj-rsf-2020-8b/1.3.6",
        "bj-rsf-2020-8b/1.3.7",
        "bj-rsf-2020-8b/1.3.8",
        "bj-rsf-2020-8b/4.5",
        "bj-rsf-2020-8b/4.6",
    ],
    code_from="event",
    except_=["none", "hired", "enrolled_in_school", "uncontactable_6_months"],
)
