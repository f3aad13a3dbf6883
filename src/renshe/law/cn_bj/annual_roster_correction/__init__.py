"""Correcting the annual roster (跨年清册更正)."""
