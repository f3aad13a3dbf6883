"""Rates of the housing fund in Beijing (住房公积金缴存比例)."""
