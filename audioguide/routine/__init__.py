"""A script and a library in, a routine with every name and default settled out."""
