"""Who people are, as the copies of the directory's records say."""
