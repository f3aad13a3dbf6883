"""Critical illness insurance for residents (大病保险)."""
