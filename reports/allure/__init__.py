"""The Allure report: results written live, completed from the journal, rendered to one file."""

from reports.allure.attach import attach_evidence
from reports.allure.complete import complete
from reports.allure.live import LiveResults
from reports.allure.page import foreign_hosts
from reports.allure.render import render

__all__ = ["LiveResults", "attach_evidence", "complete", "foreign_hosts", "render"]
