"""What pages for people are made of: a router, forms, lists, exports, uploads."""
