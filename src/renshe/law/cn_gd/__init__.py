"""Law of Guangdong."""
