"""Where a guest says, by the link of a mail, that the address is theirs."""
