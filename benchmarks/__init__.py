"""Benchmarks: seeded instances, named peers, and a runner that writes tables.

Run from the tree: ``python -m benchmarks list | generate | run``. How to read the
tables is told in ``docs/benchmarks.md``.
"""
