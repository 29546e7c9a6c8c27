"""Groups of people, by hand and by a rule that is applied whenever somebody asks who is in one."""
