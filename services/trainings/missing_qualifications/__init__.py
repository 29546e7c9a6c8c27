"""Who has never had a qualification that the office asks of every worker."""
