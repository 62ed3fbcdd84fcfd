"""Acme's tariffs; the files beside this one are found through the entry points."""
