"""What somebody is owed because of a fact: one message for each recipient."""
