"""What a letter says, in the words of the mail."""
