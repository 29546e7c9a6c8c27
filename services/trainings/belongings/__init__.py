"""Where people work: the carrier and the school type for which a seat of theirs counts."""
