"""Paying back what was drawn on a false declaration in Beijing (补助退回)."""
