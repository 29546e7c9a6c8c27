"""Workers as people look after them: a carrier's clerk and the coordination office."""
