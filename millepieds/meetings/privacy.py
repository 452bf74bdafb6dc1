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
    "meetings.SignUp", _("the meetings you signed up for"),
    whose=["person"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("as long as the meeting is kept; before, as soon as you are erased"),
    on_erase=OnErase.DELETE,
    keeps=["id", "meeting", "person", "asked_at", "place", "withdrawn_at"],
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
