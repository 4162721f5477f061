"""How numbers, units and short forms are said: a text as it is written to one as it is read."""
