"""Claiming unemployment benefits (失业保险待遇申领): papers that are enough, and what may not be asked besides."""

from __future__ import annotations

from renshe.engine.authoring import condition, reducer, rule


@condition(cites="mohrss-2020-40/6.2", otherwise="no_card_or_identity_document")
def application_material_sufficient(social_security_card_presented: bool, identity_document_presented: bool) -> bool:
    """A social security card or an identity document is shown; either will do."""
    return social_security_card_presented or identity_document_presented


@rule(cites="mohrss-2020-40/6.3")
def additional_material_required() -> bool:
    """Neither proof that employment ended nor proof of registration need be handed in."""
    return False


@reducer(cites="mohrss-2020-40/6.5")
def additional_requirement_made(additional_requirements: tuple[str, ...]) -> bool:
    """The agency asks for anything beyond what the law asks for."""
    return len(additional_requirements) > 0


@condition(cites="mohrss-2020-40/6.5", otherwise="additional_requirement_not_permitted")
def additional_requirement_allowed(additional_requirement_made: bool) -> bool:
    """No obligation, condition or time limit is added; none may be."""
    return not additional_requirement_made
