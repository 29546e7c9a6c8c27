"""The bytes of a mail, without making an object of the library for each of its parts."""
