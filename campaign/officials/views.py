"""Public pages: who decides, ward by ward."""

from flask import Blueprint

bp = Blueprint("officials", __name__)
