"""Deferring contributions in Shanghai (缓缴与补缴)."""
