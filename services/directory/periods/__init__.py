"""How long an office has its municipality's rows kept, within the limits of each class."""
