"""What a group says in public: drafted, commented, voted on and published with its result."""
