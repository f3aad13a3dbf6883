"""Temporary living allowance in Beijing (北京临时生活补助)."""
