"""What anybody sees of hearings, and how one takes part without an account."""

from flask import Blueprint, Flask

bp = Blueprint("hearings", __name__)


def init_app(app: Flask) -> None:
    from ...officials import asking
    from ...people import places
    from ...people.my_data.holdings import register_holder
    from .. import holdings
    from . import asked, offers, waiting, ways  # noqa: F401  (their jobs)

    asking.register_hearing(asked.next_hearing)
    register_holder(holdings.HOLDER)
    places.register_source(holdings.KIND, holdings.source_name)
    app.jinja_env.filters.update(stated=ways.stated, digits=ways.digits, weekday=ways.weekday)
