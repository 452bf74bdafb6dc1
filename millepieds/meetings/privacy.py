from millepieds.core.privacy import Basis, Category, OnErase, declare, nothing_personal
from millepieds.core.words import _

declare(
    "meetings.Meeting", _("the meetings you called"),
    whose=["called_by"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("as long as the movement lives, without your name once you are erased"),
    keeps=[
        "id", "circle", "kind", "title", "purpose", "openness", "starts_at", "ends_at", "place", "link",
        "access", "capacity",
        "called_by", "called_under", "called_at", "opened_under", "cancelled_at", "cancelled_why",
    ],
)  # fmt: skip
declare(
    "meetings.SignUp", _("the meetings you signed up for, and what you need to come"),
    whose=["person"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_(
        "as long as the meeting is kept, what you need only until the days of the rule after it are "
        "over; before, as soon as you are erased"
    ),
    on_erase=OnErase.DELETE,
    keeps=[
        "id", "meeting", "person", "guest", "asked_at", "place", "withdrawn_at", "children", "ages",
        "needs", "in_words", "opened_under",
    ],
)  # fmt: skip
declare(
    "meetings.Guest", _("the guests of the meetings you called"),
    whose=["meeting__called_by"], category=Category.OPINION, basis=Basis.CONSENT,
    retention=_(
        "until the days of the rule after the meeting are over; before, as soon as the guest withdraws"
    ),
    exported=False,  # the rows are about others than whoever called
    keeps=["id", "meeting", "name", "address"],
)  # fmt: skip
nothing_personal(
    "meetings.Headcount", _("how many came to a meeting, and what they needed: numbers only"),
    fields=("id", "meeting", "come", "wait", "guests", "children", "needs", "counted_at"),
)  # fmt: skip
declare(
    "meetings.Point", _("the points you added to agendas"),
    whose=["author"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("as long as the meeting; the words go once you are erased"),
    on_erase=OnErase.BLANK, blanks={"title": "…"},
    keeps=[
        "id", "meeting", "author", "aim", "minutes", "rank", "added_at", "withdrawn_at", "tension",
        "decision", "mandate",
    ],
)  # fmt: skip
declare(
    "meetings.Turn", _("what you did for meetings: facilitate, write, keep time, watch over care"),
    whose=["person"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("as long as the meeting, without your name once you are erased"),
    keeps=["id", "meeting", "person", "duty", "accepted_at"],
)  # fmt: skip
nothing_personal(
    "meetings.Minutes", _("when the minutes of a meeting were proposed, and under which rule"),
    fields=("id", "meeting", "opened_under", "proposed_at"),
)  # fmt: skip
declare(
    "meetings.Wording", _("the minutes you wrote, each time you saved them"),
    whose=["author"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("as long as the movement lives, without your name once you are erased"),
    keeps=[
        "id", "minutes", "author", "number", "started_from", "text", "tasks", "from_paper", "amends",
        "why", "written_at",
    ],
)  # fmt: skip
declare(
    "meetings.Attendance", _("the meetings you were at, and what you said of their minutes"),
    whose=["person"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("as long as the minutes; the change you asked for goes once you are erased"),
    on_erase=OnErase.BLANK, blanks={"change_wanted": "…"},
    keeps=["id", "minutes", "person", "present", "answer", "answered_at"],
)  # fmt: skip
