"""From a committed fact to a committed effect: outbox, relay, bus, inbox, consumer, parking."""
