"""The published language: one module per announcing service, one class per event or record."""
