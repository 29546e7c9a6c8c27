"""Groups of the directory as an audience: who is in one is asked once, when a survey is started."""
