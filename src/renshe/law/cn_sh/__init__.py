"""Law of Shanghai."""
