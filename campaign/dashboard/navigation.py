"""The organizers' menu, the same on every page of their shell."""

from collections.abc import Iterator
from typing import Any

from flask import request, url_for
from flask_babel import lazy_gettext as _

LINKS = [
    ("dashboard.index", _("Where you work"), "house"),
    ("accounts.show", _("Your account"), "users"),
]


class Navigation:
    """What templates iterate; nothing is computed for pages that show no menu."""

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for endpoint, label, icon in LINKS:
            is_current = request.endpoint == endpoint
            yield {"url": url_for(endpoint), "label": label, "icon": icon, "is_current": is_current}
