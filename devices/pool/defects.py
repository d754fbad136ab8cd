"""The defects that a reference build can carry: a door to them for who is outside."""

from devices.virtual.app.defects import DEFECTS, Defect, UnknownDefectError, check_defect

__all__ = ["DEFECTS", "Defect", "UnknownDefectError", "check_defect"]
