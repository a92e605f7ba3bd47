"""The pages of this room, each in the module of its topic."""

from . import desk_export, desk_merge, desk_tags
from .bringing import desk as desk_import
from .desk import bp

__all__ = ["bp", "desk_export", "desk_import", "desk_merge", "desk_tags"]
