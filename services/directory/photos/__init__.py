"""Pictures that people put up of themselves, for whom they choose."""
