"""What came of a survey that an office planned: figures of all sheets together, never of one."""
