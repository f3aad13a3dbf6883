"""Statutory retirement age (法定退休年龄)."""
