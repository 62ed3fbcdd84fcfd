"""The tests of tariffopt; see README.md beside this file."""
