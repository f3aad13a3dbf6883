"""Temporary living allowance (临时生活补助)."""
