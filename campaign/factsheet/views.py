"""Public pages of a campaign's fact sheet."""

from flask import Blueprint

bp = Blueprint("factsheet", __name__)
