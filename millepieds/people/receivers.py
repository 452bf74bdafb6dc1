from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from millepieds.core.clock import now
from millepieds.people.http import note_visit
from millepieds.people.models import Person


@receiver(user_logged_in, dispatch_uid="a_sign_in_is_a_visit")
def a_sign_in_is_a_visit(*, user: Person, request: HttpRequest, **rest: object) -> None:
    """Set here, never by reading a page: "since my last visit" stays true all visit long."""
    request.session.set_expiry(None)  # whoever was outside had an hour
    user.visited_before_at, user.visited_at = user.visited_at, now()
    user.save(update_fields=["visited_before_at", "visited_at"])
    note_visit(request, user, began_at=user.visited_at)
