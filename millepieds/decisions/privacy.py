from millepieds.core.privacy import Basis, Category, OnErase, declare, nothing_personal
from millepieds.core.words import _

declare(
    "decisions.Decision", _("the questions you opened, and what you decided"),
    whose=["author"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("as long as the movement lives, without your name once you are erased"),
    keeps=[
        "id", "role", "author", "opened_by", "opened_at", "opened_under", "tension", "title", "question",
        "context", "intention", "openness", "reaches", "asked_at", "answer_until", "dropped_at",
        "dropped_why", "taken_at", "taken_under", "year", "number", "text", "reasons",
        "effective_on", "review_on", "ends_on",
    ],
)  # fmt: skip
declare(
    "decisions.Solicitation", _("the advice asked of you, and what you said"),
    whose=["person"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("as long as the decision; the address of someone outside goes when it is taken"),
    on_erase=OnErase.BLANK, blanks={"advice": "…"},
    keeps=[
        "id", "decision", "person", "outside", "address", "through", "why", "asked_at", "until",
        "advised_at", "how", "typed_by", "followed", "answer", "answered_at",
    ],
)  # fmt: skip
declare(
    "decisions.Move", _("the questions you handed to another circle, and why"),
    whose=["moved_by"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("as long as the decision, without your name once you are erased"),
    keeps=["id", "decision", "from_role", "to_role", "way", "why", "moved_at", "moved_by", "moved_under"],
)  # fmt: skip
nothing_personal(
    "decisions.Precedent", _("which decision replaces which"),
    fields=("id", "decision", "earlier", "tie"),
)  # fmt: skip
declare(
    "decisions.Proposal", _("the proposals you put to a circle"),
    whose=["author"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("as long as the movement lives, without your name once you are erased"),
    keeps=[
        "id", "circle", "author", "opened_by", "opened_at", "opened_under", "tension", "title",
        "example", "openness", "asked_at", "listens_until", "closes_at", "called_at", "held_at", "over_at",
        "outcome", "outcome_why", "decision",
    ],
)  # fmt: skip
declare(
    "decisions.Version", _("the words of your proposals, each time you changed them"),
    whose=["author"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("as long as the proposal"),
    keeps=["id", "proposal", "author", "number", "text", "changed", "written_at"],
)  # fmt: skip
declare(
    "decisions.Remark", _("what you asked or said about a proposal"),
    whose=["author"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("as long as the proposal"),
    on_erase=OnErase.BLANK, blanks={"text": "…"},
    keeps=["id", "proposal", "author", "kind", "said_at", "answer", "answered_at"],
)  # fmt: skip
declare(
    "decisions.Stance", _("where you stood on a proposal"),
    whose=["person"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("as long as the proposal"),
    on_erase=OnErase.BLANK, blanks={"why": "…"},
    keeps=[
        "id", "proposal", "version", "person", "stance", "given_at", "until", "typed_by", "tested_on",
        "tested_by", "tested_at", "found", "holds",
    ],
)  # fmt: skip
declare(
    "decisions.Effect", _("the mandates that a proposal would have offered you"),
    whose=["person"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("as long as the proposal"),
    keeps=[
        "id", "version", "kind", "rule", "value", "role", "circle", "mandate", "person", "until",
        "words", "upon", "opened", "own_rule", "applied_at",
    ],
)  # fmt: skip
