"""Funding standards of Tianjin (筹资标准)."""
