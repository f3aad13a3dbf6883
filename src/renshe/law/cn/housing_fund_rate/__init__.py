"""Rates of the housing fund and what is paid (住房公积金缴存比例)."""
