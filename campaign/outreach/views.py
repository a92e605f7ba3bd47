"""What residents open without an account; the parts of the room add their pages."""

from flask import Blueprint

bp = Blueprint("letters", __name__)
