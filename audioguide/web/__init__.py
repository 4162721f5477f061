"""A programme as web pages: what is on them, served in a network or written for a web host."""
