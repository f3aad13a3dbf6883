"""Contributions paid late (欠费与滞纳金)."""
