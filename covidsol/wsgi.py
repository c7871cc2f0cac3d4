"""The web server's way in."""

import os

from django.core.wsgi import get_wsgi_application

from covidsol.checks import refuse_unsafe
from covidsol.log import mask_access_log

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "covidsol.settings")

application = get_wsgi_application()
refuse_unsafe()
mask_access_log()
