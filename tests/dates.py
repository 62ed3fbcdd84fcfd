"""The day on which tests without a date of their own take place."""

from datetime import date

START = date(2021, 4, 1)
