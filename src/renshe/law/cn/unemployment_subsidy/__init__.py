"""Unemployment subsidy (失业补助金)."""
