"""What may be shown of figures about people: nothing below five can be read or worked out."""
