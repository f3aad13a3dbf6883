"""Deferring contributions and paying them later (缓缴与补缴)."""
