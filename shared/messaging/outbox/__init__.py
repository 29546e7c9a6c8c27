"""The outbox: announced messages wait here until the bus has them."""
