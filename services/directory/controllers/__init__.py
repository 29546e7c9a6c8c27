"""Who answers for a municipality's data, and whom to ask about data protection."""
