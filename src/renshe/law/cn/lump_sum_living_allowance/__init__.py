"""Lump-sum living allowance (一次性生活补助)."""
