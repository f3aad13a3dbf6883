"""Law of Beijing."""
