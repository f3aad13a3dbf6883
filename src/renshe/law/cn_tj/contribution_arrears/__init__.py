"""Contributions paid late in Tianjin (欠费与滞纳金)."""
