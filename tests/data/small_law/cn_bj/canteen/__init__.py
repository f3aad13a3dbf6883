"""The invented allowance."""
