"""Temporary price subsidy (价格临时补贴)."""
