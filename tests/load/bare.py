"""The least that Flask can do for a page and for a form: what our pages are measured against.

BARE_DATABASE=bare.db gunicorn tests.load.bare:app
"""

import os

from flask import Flask, redirect
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import FlaskForm
from sqlalchemy import event
from wtforms import EmailField, StringField
from wtforms.validators import DataRequired, Email, Length

app = Flask(__name__)
app.config.update(
    SECRET_KEY="not a secret",
    WTF_CSRF_ENABLED=False,
    SQLALCHEMY_DATABASE_URI=f"sqlite:///{os.environ['BARE_DATABASE']}",
)
db = SQLAlchemy(app)
WORDS = "The council votes on the fourteenth and hears everyone who comes. " * 8
PAGE = app.jinja_env.from_string(
    "<!doctype html><title>{{ name }}</title><h1>{{ name }}</h1>"
    "{% for number in range(8) %}<p>{{ number }}: {{ words }}</p>{% endfor %}"
)
FORM = app.jinja_env.from_string(
    '<!doctype html><form method="post" action="/sign">{% for field in form %}'
    "{{ field.label }}{{ field }}{% endfor %}<button>Sign</button></form>"
)


class Signature(db.Model):  # type: ignore[name-defined]
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(120))
    email = db.Column(db.String(254), index=True)
    ward = db.Column(db.String(20))
    city = db.Column(db.String(80))
    comment = db.Column(db.Text)


class SignForm(FlaskForm):  # type: ignore[misc]
    name = StringField(validators=[DataRequired(), Length(max=120)])
    email = EmailField(validators=[DataRequired(), Email(), Length(max=254)])
    ward = StringField(validators=[DataRequired(), Length(max=20)])
    city = StringField(validators=[Length(max=80)])
    comment = StringField(validators=[Length(max=500)])


with app.app_context():

    @event.listens_for(db.engine, "connect")
    def prepare(connection, record):  # type: ignore[no-untyped-def]
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
            connection.execute(f"PRAGMA {pragma}")

    db.create_all()
    db.engine.dispose()


@app.get("/page")
def page():  # type: ignore[no-untyped-def]
    return PAGE.render(name="Bare page", words=WORDS)


@app.get("/form")
def form():  # type: ignore[no-untyped-def]
    return FORM.render(form=SignForm())


@app.post("/sign")
def sign():  # type: ignore[no-untyped-def]
    form = SignForm()
    if not form.validate():
        return form.errors, 422
    db.session.add(Signature(**form.data))
    db.session.commit()
    return redirect("/thanks", 303)
