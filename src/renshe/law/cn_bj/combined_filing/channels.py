"""The three ways to file and the papers each asks for: website, enterprise edition, stand-alone edition."""

from __future__ import annotations

from renshe.engine.authoring import Choice, condition, eligibility, reducer, rule


@rule(cites="bj-rsbz-2020-68/5.1")
def filing_effective_immediately(filing_channel: Choice) -> bool:
    """A filing takes effect when it is submitted: so it is on the website."""
    return filing_channel == "hr_website"


@rule(cites=["bj-rsbz-2020-68/5.1", "bj-rsbz-2020-68-jd/4.1", "bj-rsbz-2020-68/5.3", "bj-rsbz-2020-68/6.2"])
def paper_required(filing_channel: Choice) -> bool:
    """Both editions end in a printed summary; the website asks for no paper."""
    return filing_channel != "hr_website"


@rule(cites=["bj-rsbz-2020-68/1.2", "bj-rsbz-2020-68/5.1", "bj-rsbz-2020-68/6.1"])
def housing_fund_included(filing_channel: Choice) -> bool:
    """Only the website files the housing fund along with the insurances."""
    return filing_channel == "hr_website"


@rule(cites=["bj-rsbz-2020-68/5.2", "bj-rsbz-2020-68/5.4", "bj-rsbz-2020-68/6.3"])
def separate_housing_fund_filing_required(filing_channel: Choice) -> bool:
    """Both editions leave the housing fund to be filed apart."""
    return filing_channel in ("enterprise_edition", "standalone_edition")


@condition(cites=["bj-rsbz-2020-68/5.3", "bj-rsbz-2020-68/6.2"], otherwise="printed_copies_below_2")
def two_copies_printed(filing_channel: Choice, printed_copies: int) -> bool:
    """Two copies of the summary, one for each side; the website needs none."""
    return filing_channel == "hr_website" or printed_copies >= 2


@condition(cites="bj-rsbz-2020-68/5.3", otherwise="official_seal_missing")
def employer_sealed(filing_channel: Choice, official_seal: bool) -> bool:
    """The employer's seal, on the enterprise edition's summary."""
    return filing_channel != "enterprise_edition" or official_seal


@condition(cites="bj-rsbz-2020-68/5.3", otherwise="signature_missing")
def employer_signed(filing_channel: Choice, signature: bool) -> bool:
    """A signature, on the enterprise edition's summary."""
    return filing_channel != "enterprise_edition" or signature


@condition(cites="bj-rsbz-2020-68/6.2", otherwise="supervising_authority_seal_missing")
def supervising_authority_sealed(filing_channel: Choice, supervising_authority_seal: bool) -> bool:
    """The supervising authority's seal, on the stand-alone edition's summary."""
    return filing_channel != "standalone_edition" or supervising_authority_seal


filing_complete = eligibility(
    cites=["bj-rsbz-2020-68/5.3", "bj-rsbz-2020-68/6.2"],
    requires=[two_copies_printed, employer_sealed, employer_signed, supervising_authority_sealed],
)


@reducer(cites=["bj-rsbz-2020-68/1.3", "bj-rsbz-2020-68/5.4", "bj-rsbz-2020-68/6.3"])
def data_recipients(housing_fund_included: bool) -> tuple[str, ...]:
    """To whom the bureau passes what was filed; the housing fund gets what was filed for it."""
    insurance = ("tax_bureau", "medical_insurance_bureau")
    return (*insurance, "housing_fund_center") if housing_fund_included else insurance
