"""A track heard in the terminal: what plays it, how far it is, and what is heard at any moment."""
