"""A writer's own pages, behind the private link of their mail: the parts of the room add theirs."""

from flask import Blueprint

bp = Blueprint("testimony", __name__)
