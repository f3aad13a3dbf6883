"""Who answers for which measure (责任分工)."""
