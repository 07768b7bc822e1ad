"""Packages of HSDS are one more format of `flask places import`."""

from webapp.hsds_import.operations import import_package
from webapp.places.importing import HSDS, formats_above


def init_app() -> None:
    """Once a process."""
    formats_above[HSDS] = import_package
