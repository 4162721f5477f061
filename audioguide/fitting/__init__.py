"""Fitting a routine to a length."""
