"""Whether a document is in force (文件效力), read from the register of documents with what later ones changed."""

from __future__ import annotations

from renshe.engine.authoring import Day, condition, eligibility, member, register

DOCUMENT = {"number": "document_number", "id": "document"}

STATED_DATES = "npc-2015-20/57"
LATER_RULES = "npc-2015-20/92"

# Each answer carries the citation of the document it was read from besides.
document_title = register("documents", field="title", match=DOCUMENT, cites=STATED_DATES)
document_effective_from = register("documents", field="effective_from", match=DOCUMENT, cites=STATED_DATES)
document_expiry_date = register("documents", field="expiry_date", match=DOCUMENT, cites=STATED_DATES)
document_repealed_from = register("documents", field="repealed_from", match=DOCUMENT, cites=LATER_RULES)


@condition(cites=STATED_DATES, otherwise="before_effective_date")
def document_has_taken_effect(date: Day, document_effective_from: Day | None, unrecorded_effective_date: Day) -> bool:
    """From its first day on. Where the register has none, a document is not taken to be old: the day is asked."""
    if document_effective_from is None:
        return date >= unrecorded_effective_date
    return date >= document_effective_from


@condition(cites=STATED_DATES, otherwise="after_expiry_date")
def document_has_not_expired(date: Day, document_expiry_date: Day | None) -> bool:
    """To its last day, that day included; a document without one goes on."""
    return document_expiry_date is None or date <= document_expiry_date


@condition(cites=LATER_RULES, otherwise="repealed_by_later_document")
def document_is_not_repealed(date: Day, document_repealed_from: Day | None) -> bool:
    """No later document has put it out of force."""
    return document_repealed_from is None or date < document_repealed_from


document_in_force = eligibility(
    cites=[STATED_DATES, LATER_RULES],
    requires=[document_has_taken_effect, document_has_not_expired, document_is_not_repealed],
)


@condition(cites=LATER_RULES, otherwise="no_repeal_on_record")
def document_repeal_on_record(document_repealed_from: Day | None) -> bool:
    """Some later document repeals it."""
    return document_repealed_from is not None


@condition(cites=LATER_RULES, otherwise="before_effective_date")
def document_repeal_has_taken_effect(date: Day, document_repealed_from: Day | None) -> bool:
    """The repeal acts from its own first day; without a repeal there is nothing to wait for."""
    return document_repealed_from is None or date >= document_repealed_from


document_repealed = eligibility(
    cites=LATER_RULES, requires=[document_repeal_on_record, document_repeal_has_taken_effect]
)

civil_code_in_force = member(document_in_force, document="npc-2020-45", cites="spc-f-2020-158/0.1")
