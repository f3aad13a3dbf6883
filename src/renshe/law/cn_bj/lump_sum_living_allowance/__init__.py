"""Lump-sum living allowance in Beijing (北京一次性生活补助)."""
