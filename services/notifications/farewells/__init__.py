"""The last mail to somebody who is erased."""
