"""What a plan, a bill or a tariff says: texts in Japanese and English, and files."""

from tariffopt.report.bills import bill_text
from tariffopt.report.plans import plan_text
from tariffopt.report.steps import steps_text
from tariffopt.report.tariffs import tariff_text
from tariffopt.report.writing import ENDINGS, write_report

__all__ = [
    "ENDINGS",
    "bill_text",
    "plan_text",
    "steps_text",
    "tariff_text",
    "write_report",
]
