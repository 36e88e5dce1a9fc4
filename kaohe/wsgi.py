"""What the server calls. It does not come up on a database that may forget what it acknowledged."""

import os

from django.core.wsgi import get_wsgi_application

from kaohe.engine import Refused

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaohe.settings")
application = get_wsgi_application()

from kaohe.audit import durability  # noqa: E402 - needs the settings to be read

try:
    durability.require()
except Refused as refused:
    raise SystemExit(f"{refused.message('zh')}\n{refused.message('en')}") from None
