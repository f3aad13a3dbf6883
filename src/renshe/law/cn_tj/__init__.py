"""Law of Tianjin."""
