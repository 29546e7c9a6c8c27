"""Record of processing and deletion concept, for the office and whoever examines it."""
