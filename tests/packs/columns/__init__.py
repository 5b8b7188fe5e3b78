"""Tables of any shape."""
