"""Lists of organizations with who acts for them: a school list of the office, a whole dataset."""
