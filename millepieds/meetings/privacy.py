from millepieds.core.privacy import Basis, Category, OnErase, declare, nothing_personal
from millepieds.core.words import _

declare(
    "meetings.Meeting", _("the meetings you called"),
    whose=["called_by"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("as long as the movement lives, without your name once you are erased"),
    keeps=[
        "id", "circle", "kind", "title", "purpose", "openness", "starts_at", "ends_at", "place", "link",
        "access", "capacity", "programme", "materials", "led_by",
        "called_by", "called_under", "called_at", "opened_under", "changes", "changed_at",
        "cancelled_at", "cancelled_why",
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
    "meetings.CalendarKey", _("what the private links of your calendar are made from"),
    whose=["person"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("until you ask for new links, or are erased"),
    on_erase=OnErase.DELETE,
    keeps=["id", "person", "secret", "renewed_at"],
)  # fmt: skip
declare(
    "meetings.Point", _("the points you added to agendas"),
    whose=["author"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("as long as the meeting; the words go once you are erased"),
    on_erase=OnErase.BLANK, blanks={"title": "…"},
    keeps=[
        "id", "meeting", "author", "aim", "minutes", "rank", "added_at", "withdrawn_at", "tension",
        "decision", "mandate", "task",
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
        "id", "minutes", "author", "number", "started_from", "text", "decided", "tensions", "tasks",
        "next_time", "from_paper", "amends", "why", "written_at",
    ],
)  # fmt: skip
declare(
    "meetings.Attendance", _("the meetings you were at, and what you said of their minutes"),
    whose=["person"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("as long as the minutes; the change you asked for goes once you are erased"),
    on_erase=OnErase.BLANK, blanks={"change_wanted": "…"},
    keeps=["id", "minutes", "person", "present", "answer", "answered_at"],
)  # fmt: skip
declare(
    "meetings.Task", _("the tasks that meetings gave you, and why you handed some back"),
    whose=["person"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("as long as the minutes; the words go once you are erased"),
    on_erase=OnErase.BLANK, blanks={"what": "…", "why": "…"},
    keeps=[
        "id", "minutes", "person", "author", "due_on", "written_at", "done_at", "handed_back_at",
    ],
)  # fmt: skip
nothing_personal(
    "meetings.Sitting", _("where a meeting is in its agenda, and how many were heard"),
    fields=(
        "id", "meeting", "opened_under", "opened_at", "closed_at", "point", "point_since",
        "round_since", "present", "heard",
    ),
)  # fmt: skip
declare(
    "meetings.Presence", _("the room you are in, and how you wish to be counted there"),
    whose=["person"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("until the room closes"), on_erase=OnErase.DELETE,
    keeps=["id", "sitting", "person", "called", "counted_as", "arrived_at"],
)  # fmt: skip
nothing_personal(
    "meetings.Hand", _("who asks for the floor in a room, until it closes"),
    fields=("id", "presence", "raised_at", "given_at", "ended_at", "passed"),
)  # fmt: skip
declare(
    "meetings.Suggestion", _("the sentences you offered for the notes of a meeting"),
    whose=["author"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("as long as the minutes; before, as soon as you are erased"),
    on_erase=OnErase.DELETE,
    keeps=["id", "meeting", "author", "text", "said_at", "noted_at"],
)  # fmt: skip
declare(
    "meetings.MandateReport", _("the reports you gave on your mandates"),
    whose=["author"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("as long as the movement lives, without your name once you are erased"),
    keeps=[
        "id", "mandate", "author", "openness", "since_at", "written_at", "did", "decided", "needs",
    ],
)  # fmt: skip
declare(
    "meetings.ReportAnswer", _("what you answered to reports of mandates"),
    whose=["author"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("as long as the report; the words go once you are erased"),
    on_erase=OnErase.BLANK, blanks={"text": "…"},
    keeps=["id", "report", "author", "written_at"],
)  # fmt: skip
declare(
    "meetings.ReportNotice", _("when you were reminded to report on your mandates"),
    whose=["mandate__person"], category=Category.ORDINARY, basis=Basis.OWN_ACTIVITIES,
    retention=_("as long as the mandate"),
    keeps=["id", "mandate", "due_on", "late", "given_at"],
)  # fmt: skip
