"""What a survey of needs says of topics, for those who plan trainings."""
