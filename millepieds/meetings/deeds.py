from datetime import date

from millepieds.core.deeds import Audience, deed
from millepieds.core.words import _
from millepieds.meetings.rules.agenda import Aim
from millepieds.meetings.rules.duties import Duty
from millepieds.meetings.rules.minutes import Answer
from millepieds.meetings.rules.terms import Kind

CALLED = deed(
    "meetings.called", _("A meeting was called"), audience=Audience.CIRCLE,
    facts={"kind": Kind, "day": date},
)  # fmt: skip
SIGNED_UP = deed(
    "meetings.signed_up", _("Someone signed up for a meeting"), audience=Audience.PARTIES,
    facts={"waiting": bool},
)  # fmt: skip
WITHDRAWN = deed(
    "meetings.withdrawn", _("Someone withdrew from a meeting"), audience=Audience.PARTIES
)
PLACE_GIVEN = deed(
    "meetings.place_given", _("A free place was given to whoever waited first"),
    audience=Audience.PARTIES,
)  # fmt: skip
CHANGED = deed(
    "meetings.changed", _("A meeting was changed"), audience=Audience.CIRCLE,
    facts={"kind": Kind, "day": date},
)  # fmt: skip
PLACE_LOST = deed(
    "meetings.place_lost", _("A place was freed: whoever held it may no longer come"),
    audience=Audience.PARTIES,
)  # fmt: skip
PLACE_BROUGHT = deed(
    "meetings.place_brought", _("A place followed someone into the account that they keep"),
    audience=Audience.PARTIES,
)  # fmt: skip
NEEDS_SAID = deed(
    "meetings.needs_said", _("Someone said what they need to come to a meeting"),
    audience=Audience.PARTIES,
)  # fmt: skip
NAMES_READ = deed(
    "meetings.names_read", _("Someone read who comes to a meeting"), audience=Audience.CIRCLE
)
GUESTS_ERASED = deed(
    "meetings.guests_erased", _("The guests of a meeting were forgotten, and counted"),
    audience=Audience.CIRCLE, facts={"guests": int, "children": int},
)  # fmt: skip
CANCELLED = deed("meetings.cancelled", _("A meeting was cancelled"), audience=Audience.CIRCLE)
CALENDAR_RENEWED = deed(
    "meetings.calendar_renewed", _("Someone made the private links of their calendar anew"),
    audience=Audience.PARTIES,
)  # fmt: skip
POINT_ADDED = deed(
    "meetings.point_added", _("A point was added to an agenda"), audience=Audience.CIRCLE,
    facts={"aim": Aim, "minutes": int},
)  # fmt: skip
POINT_WITHDRAWN = deed(
    "meetings.point_withdrawn", _("A point was taken back from an agenda"), audience=Audience.CIRCLE
)
ORDERED = deed("meetings.ordered", _("An agenda was put in order"), audience=Audience.CIRCLE)
DUTY_TAKEN = deed(
    "meetings.duty_taken", _("Someone accepted a duty for a meeting"), audience=Audience.CIRCLE,
    facts={"duty": Duty},
)  # fmt: skip
DUTY_GIVEN_BACK = deed(
    "meetings.duty_given_back", _("Someone gave back a duty for a meeting"),
    audience=Audience.CIRCLE, facts={"duty": Duty},
)  # fmt: skip
MINUTES_SAVED = deed(
    "meetings.minutes_saved", _("Minutes were written"), audience=Audience.CIRCLE,
    facts={"version": int, "from_paper": bool},
)  # fmt: skip
MINUTES_AMENDED = deed(
    "meetings.minutes_amended", _("Approved minutes were amended, and the reason given"),
    audience=Audience.CIRCLE, facts={"version": int},
)  # fmt: skip
PRESENT_NAMED = deed(
    "meetings.present_named", _("Those present at a meeting were named"), audience=Audience.CIRCLE,
    facts={"present": int, "excused": int},
)  # fmt: skip
MINUTES_PROPOSED = deed(
    "meetings.minutes_proposed", _("Minutes were proposed to those present"),
    audience=Audience.CIRCLE, facts={"version": int, "until": date},
)  # fmt: skip
MINUTES_ANSWERED = deed(
    "meetings.minutes_answered", _("Someone present answered the minutes"),
    audience=Audience.CIRCLE, facts={"answer": Answer},
)  # fmt: skip
TASK_GIVEN = deed(
    "meetings.task_given", _("A task was given to someone"), audience=Audience.CIRCLE,
    facts={"due_on": date},
)  # fmt: skip
TASK_CORRECTED = deed(
    "meetings.task_corrected", _("A task was corrected"), audience=Audience.CIRCLE,
    facts={"due_on": date},
)  # fmt: skip
TASK_REMOVED = deed("meetings.task_removed", _("A task was taken away"), audience=Audience.CIRCLE)
TASK_DONE = deed(
    "meetings.task_done", _("A task was said done"), audience=Audience.CIRCLE,
    facts={"late": bool},
)  # fmt: skip
TASK_HANDED_BACK = deed(
    "meetings.task_handed_back", _("Someone handed back a task"), audience=Audience.CIRCLE
)
ROOM_OPENED = deed(
    "meetings.room_opened", _("The room of a meeting was opened"), audience=Audience.CIRCLE
)
ROOM_CLOSED = deed(
    "meetings.room_closed", _("The room of a meeting was closed"), audience=Audience.CIRCLE,
    facts={"present": int, "heard": int},
)  # fmt: skip
REPORTED = deed(
    "meetings.reported", _("Someone reported on their mandate"), audience=Audience.MEMBERS
)
REPORT_ANSWERED = deed(
    "meetings.report_answered", _("Someone answered a report of mandate"), audience=Audience.CIRCLE
)
REPORT_RECALLED = deed(
    "meetings.report_recalled", _("The holder of a mandate was reminded to report on it"),
    audience=Audience.CIRCLE, facts={"late": bool, "due_on": date},
)  # fmt: skip
