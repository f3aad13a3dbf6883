"""Severance pay and its cap (经济补偿)."""
