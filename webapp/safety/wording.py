"""For the templates of other rooms: whether what somebody typed asks for the page about safety."""

from flask import Flask

from webapp.safety.rules import speaks_of_danger


def init_app(app: Flask) -> None:
    app.jinja_env.globals["speaks_of_danger"] = speaks_of_danger
