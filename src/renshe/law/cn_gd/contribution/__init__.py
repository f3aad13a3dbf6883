"""What a person's month of insurance costs (社会保险费)."""
