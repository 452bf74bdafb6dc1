from millepieds.core.privacy import Basis, Category, OnErase, declare, keep
from millepieds.core.words import _

declare(
    "people.Person", _("your name and how you wish to be reached"),
    whose=["pk"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("24 months after your last visit, then erased; at once when you ask"),
    on_erase=OnErase.BLANK,
    blanks={
        "name": "", "pronoun": "", "gender": "unsaid", "language": "fr", "phone": "",
        "reach": "mail", "rhythm": "never", "visited_at": None, "visited_before_at": None,
        "last_login": None, "password": "!",
    },
    keeps=["id", "key", "met_at", "erased_at", "merged_into"],
)  # fmt: skip
declare(
    "people.Consent", _("what you agreed to, and when you took it back"),
    whose=["person"], category=Category.ORDINARY, basis=Basis.CONSENT,
    retention=_("as long as your account, to be able to prove it"),
    on_erase=OnErase.DELETE,
    keeps=[
        "id", "person", "purpose", "version",
        "given_at", "given_by", "withdrawn_at", "withdrawn_by",
    ],
)  # fmt: skip
declare(
    "account.EmailAddress", _("your addresses"),
    whose=["user"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("until you remove them"), on_erase=OnErase.DELETE,
    keeps=["id", "user", "email", "verified", "primary"],
)  # fmt: skip
declare(
    "account.EmailConfirmation", _("an address being confirmed"),
    whose=["email_address__user"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("three days"), on_erase=OnErase.DELETE, exported=False,
    keeps=["id", "email_address", "created", "sent", "key"],
)  # fmt: skip
declare(
    "mfa.Authenticator", _("your passkeys and one-time codes"),
    whose=["user"], category=Category.ORDINARY, basis=Basis.CONSENT,
    retention=_("until you remove them"), on_erase=OnErase.DELETE, exported=False,
    keeps=["id", "user", "type", "data", "created_at", "last_used_at"],
)  # fmt: skip
declare(
    "people.Visit", _("your open visits: since when, on what kind of device"),
    whose=["person"], category=Category.ORDINARY, basis=Basis.INTEREST,
    retention=_("as long as the visit: until you sign out, 30 days at most"),
    on_erase=OnErase.DELETE,
    keeps=["id", "person", "session", "began_at", "seen_on", "device"],
)  # fmt: skip
declare(
    "sessions.Session",
    _(
        "open visits: a random number in a cookie, the address a code was sent to, what waits until "
        "you prove who you are"
    ),
    category=Category.ORDINARY, basis=Basis.INTEREST,
    retention=_("30 days; one hour for whoever has not signed in"), exported=False,
    keeps=["session_key", "session_data", "expire_date"],
)  # fmt: skip
keep("account.EmailConfirmation", since="created", days=3)
keep("people.Visit", since="session__expire_date", days=0)
keep("sessions.Session", since="expire_date", days=0)
