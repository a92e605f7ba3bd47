"""The sign-on letter of a campaign, which organizations sign until its deadline."""

from flask import Flask


def init_app(app: Flask) -> None:
    from ...coalition import audit
    from ...factsheet import register_kind
    from ...people.my_data.holdings import register_holder
    from . import desk, desk_out, holdings, models, views  # noqa: F401  (its views)

    register_kind(models.KIND, models.find)
    register_holder(holdings.HOLDER)
    audit.register(models.ACT_WORDS)
    app.register_blueprint(views.bp)
    app.register_blueprint(desk.bp)
