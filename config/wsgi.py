import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from millepieds.core.triggers import refuse_to_start_without_triggers  # noqa: E402  (needs apps)
from millepieds.journal.queries.keys import refuse_to_start_without_a_key  # noqa: E402

refuse_to_start_without_triggers()
refuse_to_start_without_a_key()
