"""What an office asks about one gathering beyond what is asked about every one."""
