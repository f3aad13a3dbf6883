"""Law of the nation."""
