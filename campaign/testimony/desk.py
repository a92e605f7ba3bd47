"""The organizers' pages of testimony: the parts of the room add theirs."""

from flask import Blueprint

bp = Blueprint(
    "testimony_desk", __name__, url_prefix="/organize/<organization>/campaigns/<campaign>/testimony"
)
