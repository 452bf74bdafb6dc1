"""Who may open which door, and what becomes of what they send.

One row for each URL; a URL without a row fails. A row is the name of a URL, then what it opens in
tests/town.py. Columns are people: a passer-by; Nour, who knocked; Bruno, a member; Amina, who
welcomes, publishes and speaks in public; Leïla, who opens, proposes and withdraws; Odile, who founded; Inès, who left; Samir, who
has not signed the new charter in time.

enter: sent to « Entrer », then back · prove: asked to prove again who one is · led: sent elsewhere
done: sent elsewhere, and the journal remembers it · or the number of the answer
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from millepieds.charter.rules.wording import fingerprint as of_the_text
from millepieds.charter.rules.wording import written
from millepieds.circles.tests.makers import charter_text
from millepieds.journal.models import Entry
from millepieds.moving.rules.reading import table_of
from millepieds.moving.rules.sheets import Sheet, fingerprint
from tests.pages import Page, doors, faults, save
from tests.town import PASSER_BY, PEOPLE, Town, make_town, undone

pytestmark = pytest.mark.django_db

#                                                 passer nour  bruno amina leila odile ines  samir
OPENED = {
    "website:home":                              "200   200   200   200   200   200   200   200",
    "website:movement":                          "200   200   200   200   200   200   200   200",
    "website:history":                           "200   200   200   200   200   200   200   200",
    "website:news":                              "200   200   200   200   200   200   200   200",
    "website:feed":                              "200   200   200   200   200   200   200   200",
    "website:post slug":                         "200   200   200   200   200   200   200   200",
    "website:spokespersons":                     "200   200   200   200   200   200   200   200",
    "website:picture amina":                     "404   404   404   404   404   404   404   404",
    "website:contact":                           "200   200   200   200   200   200   200   200",
    "website:privacy":                           "200   200   200   200   200   200   200   200",
    "website:accessibility":                     "200   200   200   200   200   200   200   200",
    "website:source":                            "200   200   200   200   200   200   200   200",
    "website:sitemap":                           "200   200   200   200   200   200   200   200",
    "website:robots":                            "200   200   200   200   200   200   200   200",
    "website:desk":                              "enter 403   403   200   403   403   403   403",
    "website:write":                             "enter 403   403   200   403   403   403   403",
    "website:draft draft":                       "enter 403   403   200   403   403   403   403",
    "website:change draft":                      "enter 403   403   200   403   403   403   403",
    "website:withdraw news":                     "enter 405   405   405   405   405   405   405",
    "website:tell":                              "enter 403   403   200   403   403   403   403",
    "website:tell_again moment":                 "enter 403   403   200   403   403   403   403",
    "website:links":                             "enter 403   403   200   403   403   403   403",
    "website:voice":                             "enter 403   403   200   403   403   403   403",
    "website:take_back":                         "enter 405   405   405   405   405   405   405",
    "home:mine":                                 "enter 200   200   200   200   200   200   200",
    "home:everything":                           "enter 200   200   200   200   200   200   200",
    "home:mirror":                               "enter 403   200   200   200   200   403   403",
    "home:circle_mirror pole":                   "enter 404   404   200   200   200   404   404",
    "home:circle_mirror coordination":           "enter 404   200   200   200   200   404   404",
    "home:circle_mirror committee":              "enter 404   404   404   404   404   404   404",
    "home:register":                             "200   200   200   200   200   200   200   200",
    "home:check":                                "200   200   200   200   200   200   200   200",
    "home:proof line-of-town":                  "200   200   200   200   200   200   200   200",
    "home:proof line-of-members":               "404   404   200   200   200   200   404   404",
    "home:proof_file line-of-town":              "200   200   200   200   200   200   200   200",
    "home:proof_file line-of-members":           "404   404   200   200   200   200   404   404",
    "journal:checkpoint":                        "200   200   200   200   200   200   200   200",
    "journal:keys":                              "200   200   200   200   200   200   200   200",
    "journal:tile first-tile":                   "200   200   200   200   200   200   200   200",
    "home:my_data":                              "enter 200   200   200   200   200   200   200",
    "home:my_data_file":                         "enter 200   200   200   200   200   200   200",
    "home:my_data_to_read":                      "enter 200   200   200   200   200   200   200",
    "home:forget_me":                            "enter 200   200   200   200   200   200   200",
    "home:board":                                "200   200   200   200   200   200   200   200",
    "home:board_inside":                         "enter 403   200   200   200   200   403   403",
    "home:stop_news stop":                       "200   200   200   200   200   200   200   200",
    "home:two_accounts":                         "enter 200   200   200   200   200   200   200",
    "home:two_accounts_code":                    "enter led   led   led   led   led   led   led",
    "home:two_accounts_proof":                   "enter led   led   led   led   led   led   led",
    "home:make_one":                             "enter led   led   led   led   led   led   led",
    "moving:move_in":                            "enter 403   403   403   200   200   403   403",
    "moving:move_out":                           "enter 403   403   403   200   200   403   403",
    "moving:sheets":                             "enter 403   403   403   200   200   403   403",
    "moving:file":                               "enter 403   403   403   200   200   403   403",
    "search:search":                             "200   200   200   200   200   200   200   200",
    "decisions:feed":                            "200   200   200   200   200   200   200   200",
    "decisions:year_sheet year":                 "200   200   200   200   200   200   200   200",
    "decisions:decisions":                       "200   200   200   200   200   200   200   200",
    "decisions:open":                            "enter 403   403   200   403   403   403   403",
    "decisions:decision taken":                  "200   200   200   200   200   200   200   200",
    "decisions:decision question":               "404   404   200   200   200   200   404   404",
    "decisions:decision draft-question":         "404   404   404   200   404   404   404   404",
    "decisions:change draft-question":           "enter 404   404   200   404   404   404   404",
    "decisions:ask question":                    "enter 404   403   200   403   403   404   404",
    "decisions:decide heard":                    "enter 404   403   200   403   403   404   404",
    "decisions:move question":                   "enter 404   403   200   403   403   404   404",
    "decisions:drop question":                   "enter 404   403   200   403   403   404   404",
    "decisions:give question":                   "enter 404   200   403   200   403   404   404",
    "decisions:answer advice-of-leila":          "enter 404   403   200   403   403   404   404",
    "decisions:type_in asked-of-bruno":          "enter 404   403   200   403   200   404   404",
    "decisions:from_a_letter token":             "200   200   200   200   200   200   200   200",
    "decisions:stand_from_a_letter voice-token": "200   200   200   200   200   200   200   200",
    "decisions:stood voice-token":               "200   200   200   200   200   200   200   200",
    "decisions:decision_sheet taken":            "200   200   200   200   200   200   200   200",
    "decisions:sheet asked-of-bruno":            "enter 404   403   200   403   200   404   404",
    "decisions:thanks token":                    "200   200   200   200   200   200   200   200",
    "care:care":                                "enter 200   200   200   200   200   200   200",
    "care:say":                                 "enter 403   200   200   200   200   403   403",
    "care:contact":                             "enter 403   403   200   200   200   403   403",
    "care:report report":                       "enter 404   200   404   200   200   404   404",
    "care:report kept-report":                  "enter 404   200   404   404   404   404   404",
    "care:entrust report":                      "enter 404   200   404   404   404   404   404",
    "care:open report":                         "enter 405   405   405   405   405   405   405",
    "care:note report":                         "enter 404   404   404   200   403   404   404",
    "care:invite report":                       "enter 404   404   404   200   403   404   404",
    "care:invitation hearing":                  "enter 404   404   404   404   404   404   200",
    "care:open_invitation hearing":             "enter 405   405   405   405   405   405   405",
    "care:reply hearing":                       "enter 404   404   404   404   404   404   200",
    "care:decide report":                       "enter 404   404   404   200   403   404   404",
    "care:sanction sanction":                   "enter 404   404   200   200   200   404   200",
    "care:second proposed-sanction":            "enter 404   404   404   200   403   404   404",
    "care:sanction fresh-sanction":             "enter 404   404   404   200   200   404   200",
    "care:appeal fresh-sanction":               "enter 404   404   404   404   404   404   200",
    "care:appeal sanction":                     "enter 404   404   404   404   404   404   403",
    "care:open_sanction sanction":              "enter 405   405   405   405   405   405   405",
    "care:answer sanction":                     "enter 404   404   200   403   403   404   404",
    "meetings:meetings":                        "200   200   200   200   200   200   200   200",
    "meetings:calendar":                        "200   200   200   200   200   200   200   200",
    "meetings:feed":                            "200   200   200   200   200   200   200   200",
    "meetings:private_feed calendar":           "200   200   200   200   200   200   200   200",
    "meetings:renew_calendar":                  "enter 405   405   405   405   405   405   405",
    "meetings:call":                            "enter 403   200   403   403   403   403   403",
    "meetings:meeting town-meeting":           "200   200   200   200   200   200   200   200",
    "meetings:meeting action":                  "404   404   200   200   200   200   404   404",
    "meetings:meeting circle-meeting":          "404   404   200   200   200   404   404   404",
    "meetings:change town-meeting":            "enter 403   200   403   403   403   403   403",
    "meetings:change circle-meeting":           "enter 404   200   403   403   404   404   404",
    "meetings:cancel town-meeting":            "enter 403   200   403   403   403   403   403",
    "meetings:cancel circle-meeting":           "enter 404   200   403   403   404   404   404",
    "meetings:sign_up town-meeting":           "enter 405   405   405   405   405   405   405",
    "meetings:sign_up circle-meeting":          "enter 405   405   405   405   405   405   405",
    "meetings:withdraw action":                 "enter 405   405   405   405   405   405   405",
    "meetings:room town-meeting":               "enter 403   200   200   200   200   403   403",
    "meetings:room room":                       "enter 404   200   200   200   404   404   404",
    "meetings:screen town-meeting":             "enter 403   200   200   200   200   403   403",
    "meetings:screen room":                     "enter 404   200   200   200   404   404   404",
    "meetings:add_point town-meeting":         "enter 403   200   200   200   403   403   403",
    "meetings:add_point circle-meeting":        "enter 404   200   200   200   404   404   404",
    "meetings:withdraw_point point":            "enter 405   405   405   405   405   405   405",
    "meetings:raise_point point":               "enter 405   405   405   405   405   405   405",
    "meetings:take_duty town-meeting":         "enter 405   405   405   405   405   405   405",
    "meetings:give_back_duty turn":             "enter 405   405   405   405   405   405   405",
    "meetings:minutes held":                    "200   200   200   200   200   200   200   200",
    "meetings:minutes held-circle":             "404   404   200   200   200   404   404   404",
    "meetings:minutes_sheet held":              "200   200   200   200   200   200   200   200",
    "meetings:minutes_sheet held-circle":       "404   404   200   200   200   404   404   404",
    "meetings:write_minutes held":              "enter 403   200   403   403   403   403   403",
    "meetings:write_minutes held-circle":       "enter 404   200   403   403   404   404   404",
    "meetings:name_present held":               "enter 403   403   403   403   403   403   403",
    "meetings:propose_minutes held":            "enter 405   405   405   405   405   405   405",
    "meetings:answer_minutes held-circle":      "enter 404   200   200   403   404   404   404",
    "meetings:wordings held":                   "enter 404   200   200   200   200   404   404",
    "meetings:give_task held":                  "enter 403   403   403   403   403   403   403",
    "meetings:give_task held-circle":           "enter 404   200   403   403   404   404   404",
    "meetings:task given-held":                 "enter 404   404   200   404   404   404   404",
    "meetings:finish_task given-held":          "enter 405   405   405   405   405   405   405",
    "meetings:correct_task given-held":         "enter 404   403   403   403   403   404   404",
    "meetings:correct_task given-held-circle":  "enter 404   200   403   403   404   404   404",
    "meetings:remove_task given-held-circle":   "enter 405   405   405   405   405   405   405",
    "meetings:come town-meeting":               "200   200   led   led   led   led   200   200",
    "meetings:come action":                     "404   404   led   led   led   led   404   404",
    "meetings:come_code town-meeting":          "led   led   led   led   led   led   led   led",
    "meetings:my_place guest-token":            "200   200   200   200   200   200   200   200",
    "meetings:give_up guest-token":             "405   405   405   405   405   405   405   405",
    "meetings:needs action":                    "enter 404   403   200   403   403   404   404",
    "meetings:who_comes town-meeting":          "enter 403   200   200   403   403   403   403",
    "meetings:who_comes action":                "enter 404   200   403   403   403   404   404",
    "meetings:reports":                         "enter 200   200   200   200   200   200   200",
    "meetings:report report-of-bruno":          "enter 404   200   200   200   200   404   404",
    "meetings:report circle-report":            "enter 404   200   200   200   404   404   404",
    "meetings:answer_report report-of-bruno":   "enter 404   403   200   200   200   404   404",
    "meetings:answer_report circle-report":     "enter 404   200   403   403   404   404   404",
    "meetings:report_on reported-by-bruno":     "enter 404   200   404   404   404   404   404",
    "meetings:report_on proposal-to-bruno":     "enter 404   403   404   404   404   404   404",
    "decisions:rounds":                         "enter 200   200   200   200   200   200   200",
    "decisions:propose":                        "enter 403   200   200   200   200   403   403",
    "decisions:proposal round":                 "enter 404   200   200   200   200   404   404",
    "decisions:proposal closed-round":          "enter 404   200   200   200   200   404   404",
    "decisions:proposal adopted-round":         "enter 404   200   200   200   200   404   404",
    "decisions:proposal called-round":          "enter 404   200   200   200   404   404   404",
    "decisions:proposal draft-proposal":        "enter 404   404   200   404   404   404   404",
    "decisions:rewrite draft-proposal":         "enter 404   404   200   404   404   404   404",
    "decisions:present draft-proposal":         "enter 405   405   405   405   405   405   405",
    "decisions:amend round":                    "enter 404   403   200   403   403   404   404",
    "decisions:end round":                      "enter 404   403   200   403   403   404   404",
    "decisions:remark round":                   "enter 404   200   200   200   403   404   404",
    "decisions:explain question-of-round":      "enter 404   403   200   403   403   404   404",
    "decisions:stand round":                    "enter 404   200   403   200   403   404   404",
    "decisions:round_sheet round":              "enter 404   200   200   200   403   404   404",
    "decisions:type_in_voice round":            "enter 404   200   403   200   403   404   404",
    "decisions:take_back_voice typed-voice":    "enter 405   405   405   405   405   405   405",
    "decisions:test objection":                 "enter 404   403   403   200   403   404   404",
    "decisions:call round":                     "enter 405   405   405   405   405   405   405",
    "decisions:resume called-round":            "enter 405   405   405   405   405   405   405",
    "decisions:adopt closed-round":             "enter 404   200   200   200   403   404   404",
    "tensions:tensions":                        "enter 200   200   200   200   200   200   200",
    "tensions:say":                             "enter 403   200   200   200   200   403   403",
    "tensions:tension tension":                 "enter 404   200   200   200   404   404   404",
    "tensions:tension kept-tension":            "enter 404   200   404   404   404   404   404",
    "tensions:tension closed-tension":          "enter 404   200   404   200   404   404   404",
    "tensions:say_otherwise kept-tension":      "enter 404   200   404   404   404   404   404",
    "tensions:say_otherwise tension":           "enter 404   403   404   404   404   404   404",
    "tensions:entrust tension":                 "enter 404   200   404   404   404   404   404",
    "tensions:move_on tension":                 "enter 405   405   405   405   405   405   405",
    "tensions:show tension":                    "enter 404   200   404   404   404   404   404",
    "tensions:close tension":                   "enter 404   200   404   404   404   404   404",
    "tensions:close closed-tension":            "enter 404   403   404   404   404   404   404",
    "tensions:open trust-of-leila":             "enter 405   405   405   405   405   405   405",
    "circles:who_decides":                       "200   200   200   200   200   200   200   200",
    "circles:free_roles":                        "200   200   200   200   200   200   200   200",
    "circles:spread":                            "200   200   200   200   200   200   200   200",
    "circles:power power":                       "200   200   200   200   200   200   200   200",
    "circles:holders":                           "200   200   200   200   200   200   200   200",
    "circles:person bruno":                      "enter 404   200   200   200   200   404   404",
    "circles:person nour":                       "enter 200   404   404   404   404   404   404",
    "circles:person other-account-of-bruno":     "enter 404   led   led   led   led   404   404",
    "circles:circle pole":                       "200   200   200   200   200   200   200   200",
    "circles:circle closed-circle":              "200   200   200   200   200   200   200   200",
    "circles:open_circle pole":                  "enter 403   403   403   200   200   403   403",
    "circles:change_circle pole":                "enter 403   403   403   200   200   403   403",
    "circles:close_circle pole":                 "enter 403   403   403   200   200   403   403",
    "circles:open_role pole":                    "enter 403   403   403   200   200   403   403",
    "circles:role memoire":                      "200   200   200   200   200   200   200   200",
    "circles:role presse":                       "200   200   200   200   200   200   200   200",
    "circles:role closed-role":                  "200   200   200   200   200   200   200   200",
    "circles:change_role memoire":               "enter 403   403   403   200   200   403   403",
    "circles:close_role memoire":                "enter 403   403   403   200   200   403   403",
    "circles:offer tableau":                     "enter 403   200   200   200   200   403   403",
    "circles:propose memoire":                   "enter 403   403   403   200   200   403   403",
    "circles:take_back_offer offer-of-bruno":    "enter 405   405   405   405   405   405   405",
    "circles:decline_offer offer-of-bruno":      "enter 404   403   403   200   403   404   404",
    "circles:mandate mandate-of-amina":          "enter 404   200   200   200   200   404   404",
    "circles:mandate proposal-to-bruno":         "enter 404   200   200   200   200   404   404",
    "circles:mandate ended-mandate-of-bruno":    "enter 404   200   200   200   200   404   404",
    "circles:accept proposal-to-bruno":          "enter 404   200   404   404   404   404   404",
    "circles:commit_again changed-mandate-of-amina": "enter 404 404   200   404   404   404   404",
    "circles:decline proposal-to-bruno":         "enter 405   405   405   405   405   405   405",
    "circles:take_back_proposal proposal-to-bruno": "enter 405 405   405   405   405   405   405",
    "circles:resign mandate-of-amina":           "enter 404   404   200   404   404   404   404",
    "circles:withdraw mandate-of-amina":         "enter 404   403   403   200   403   404   404",
    "circles:handover mandate-of-amina":         "enter 404   404   200   404   404   404   404",
    "circles:reopening":                         "enter 200   200   200   200   200   200   200",
    "circles:call":                              "enter 405   405   405   405   405   405   405",
    "circles:support call":                      "enter 405   405   405   405   405   405   405",
    "circles:take_back_call call":               "enter 405   405   405   405   405   405   405",
    "members:join":                              "200   403   403   403   403   403   200   403",
    "members:join_sheet":                        "200   200   200   200   200   200   200   200",
    "members:join_code":                         "led   led   led   led   led   led   led   led",
    "members:invitation invitation":             "200   200   200   200   200   200   200   200",
    "members:welcome_queue":                     "enter 403   403   200   403   200   403   403",
    "members:to_carry":                          "enter 403   403   200   403   200   403   403",
    "members:hand_over letter":                  "enter 405   405   405   405   405   405   405",
    "members:type_in":                           "enter 403   403   200   403   200   403   403",
    "members:districts":                         "enter 403   403   200   403   200   403   403",
    "members:sheet membership-of-nour":          "enter 403   403   200   403   200   403   403",
    "members:sheet membership-of-yannis":        "enter 403   403   404   403   404   403   403",
    "members:sheet membership-of-bruno":         "enter 403   403   404   403   404   403   403",
    "members:promise membership-of-nour":        "enter 405   405   405   405   405   405   405",
    "members:take_over membership-of-nour":      "enter 405   405   405   405   405   405   405",
    "members:contacted membership-of-nour":      "enter 405   405   405   405   405   405   405",
    "members:welcome membership-of-nour":        "enter 405   405   405   405   405   405   405",
    "members:refuse membership-of-nour":         "enter 403   403   200   403   200   403   403",
    "members:answer_appeal membership-of-yannis":"enter 403   403   200   403   403   403   403",
    "members:propose_charter":                   "enter 403   403   403   403   200   403   403",
    "members:sign":                              "enter 403   200   200   200   200   403   200",
    "members:answers":                           "enter 200   200   200   200   200   404   200",
    "members:appeal":                            "enter 403   403   403   403   403   403   403",
    "members:leave":                             "enter 200   200   200   200   200   403   200",
    "charter:charter":                           "200   200   200   200   200   200   200   200",
    "charter:charter_sheet":                     "200   200   200   200   200   200   200   200",
    "charter:version one":                       "200   200   200   200   200   200   200   200",
    "charter:rules":                             "200   200   200   200   200   200   200   200",
    "charter:rule rule":                         "enter 200   200   200   200   200   200   200",
    "account_login":                             "200   led   led   led   led   led   led   led",
    "account_confirm_login_code":                "led   led   led   led   led   led   led   led",
    "mfa_login_webauthn":                        "led   led   led   led   led   led   led   led",
    "mfa_authenticate":                          "led   led   led   led   led   led   led   led",
    "account_reauthenticate":                    "enter 200   200   200   200   200   200   200",
    "mfa_reauthenticate":                        "enter prove prove prove 200   prove prove prove",
    "mfa_reauthenticate_webauthn":               "enter prove prove prove 200   prove prove prove",
    "account_inactive":                          "200   200   200   200   200   200   200   200",
    "account_signup":                            "led   led   led   led   led   led   led   led",
    "account_logout":                            "led   200   200   200   200   200   200   200",
    "account_email":                             "enter 200   200   200   200   200   200   200",
    "account_email_verification_sent":           "enter led   led   led   led   led   led   led",
    "mfa_index":                                 "enter 200   200   200   200   200   200   200",
    "mfa_list_webauthn":                         "enter led   led   led   led   led   led   led",
    "mfa_add_webauthn":                          "enter 200   200   200   200   200   200   200",
    "mfa_edit_webauthn key":                     "enter 404   404   404   200   404   404   404",
    "mfa_remove_webauthn key":                   "enter 404   404   404   200   404   404   404",
    "mfa_activate_totp":                         "enter 200   200   200   led   200   200   200",
    "mfa_deactivate_totp":                       "enter 404   404   404   200   404   404   404",
    "mfa_view_recovery_codes":                   "enter 404   404   404   200   404   404   404",
    "mfa_download_recovery_codes":               "enter 404   404   404   200   404   404   404",
    "mfa_generate_recovery_codes":               "enter 200   200   200   200   200   200   200",
    "people:profile":                            "enter 200   200   200   200   200   200   200",
    "people:consents":                           "enter 200   200   200   200   200   200   200",
    "people:put_first address-of-bruno":         "enter 405   405   405   405   405   405   405",
    "people:remove_address address-of-bruno":    "enter 405   405   405   405   405   405   405",
    "people:end_visit visit-of-bruno":           "enter 405   405   405   405   405   405   405",
    "people:close_visits":                       "enter 405   405   405   405   405   405   405",
    "letters:outbox":                            "404   404   404   404   404   404   404   404",
    "core:style":                                "200   200   200   200   200   200   200   200",
}  # fmt: skip

SENT = {
    "website:write":                             "enter 403   403   done  403   403   403   403",
    "website:draft draft":                       "enter 403   403   done  403   403   403   403",
    "website:change draft":                      "enter 403   403   done  403   403   403   403",
    "website:withdraw news":                     "enter 403   403   done  403   403   403   403",
    "website:tell":                              "enter 403   403   done  403   403   403   403",
    "website:tell_again moment":                 "enter 403   403   done  403   403   403   403",
    "website:links":                             "enter 403   403   done  403   403   403   403",
    "website:voice":                             "enter 403   403   done  403   403   403   403",
    "website:take_back":                         "enter led   led   led   led   led   led   led",
    "home:forget_me":                            "enter done  done  done  done  done  done  done",
    "home:two_accounts":                         "enter led   led   led   led   led   led   led",
    "home:two_accounts_code":                    "enter led   led   led   led   led   led   led",
    "home:two_accounts_proof":                   "enter led   led   led   led   led   led   led",
    "home:make_one":                             "enter led   led   led   led   led   led   led",
    "moving:move_in":                            "enter 403   403   403   done  done  403   403",
    "decisions:open":                            "enter 403   403   done  403   403   403   403",
    "decisions:change draft-question":           "enter 404   404   done  404   404   404   404",
    "decisions:ask question":                    "enter 404   403   done  403   403   404   404",
    "decisions:decide heard":                    "enter 404   403   done  403   403   404   404",
    "decisions:move question":                   "enter 404   403   done  403   403   404   404",
    "decisions:drop question":                   "enter 404   403   done  403   403   404   404",
    "decisions:give question":                   "enter 404   done  403   done  403   404   404",
    "decisions:answer advice-of-leila":          "enter 404   403   done  403   403   404   404",
    "decisions:type_in asked-of-bruno":          "enter 404   403   done  403   done  404   404",
    "decisions:from_a_letter token":             "done  done  done  done  done  done  done  done",
    "decisions:stand_from_a_letter voice-token": "done  done  done  done  done  done  done  done",
    "care:say":                                 "enter 403   done  done  done  done  403   403",
    "care:contact":                             "enter 403   403   done  done  done  403   403",
    "care:entrust report":                      "enter 404   done  404   404   404   404   404",
    "care:open report":                         "enter 404   404   404   done  done  404   404",
    "care:note report":                         "enter 404   404   404   done  403   404   404",
    "care:invite report":                       "enter 404   404   404   done  403   404   404",
    "care:open_invitation hearing":             "enter 404   404   404   404   404   404   done",
    "care:reply hearing":                       "enter 404   404   404   404   404   404   done",
    "care:decide report":                       "enter 404   404   404   done  403   404   404",
    "care:appeal fresh-sanction":               "enter 404   404   404   404   404   404   done",
    "care:appeal sanction":                     "enter 404   404   404   404   404   404   403",
    "care:open_sanction sanction":              "enter 404   404   done  done  done  404   404",
    "meetings:renew_calendar":                  "enter done  done  done  done  done  done  done",
    "care:second proposed-sanction":            "enter 404   404   404   done  403   404   404",
    "care:answer sanction":                     "enter 404   404   done  403   403   404   404",
    "home:stop_news stop":                       "done  done  done  done  done  done  done  done",
    "meetings:call":                            "enter 403   done  403   403   403   403   403",
    "meetings:change town-meeting":            "enter 403   done  403   403   403   403   403",
    "meetings:change circle-meeting":           "enter 404   done  403   403   404   404   404",
    "meetings:cancel town-meeting":            "enter 403   done  403   403   403   403   403",
    "meetings:cancel circle-meeting":           "enter 404   done  403   403   404   404   404",
    "meetings:sign_up town-meeting":           "enter 403   done  done  done  done  403   403",
    "meetings:sign_up circle-meeting":          "enter 404   done  done  done  404   404   404",
    "meetings:withdraw action":                 "enter 404   403   done  403   403   404   404",
    "meetings:room town-meeting":               "enter 403   403   403   403   403   403   403",
    "meetings:room room":                       "enter 404   done  403   403   404   404   404",
    "meetings:add_point town-meeting":         "enter 403   done  done  done  403   403   403",
    "meetings:add_point circle-meeting":        "enter 404   done  done  done  404   404   404",
    "meetings:withdraw_point point":            "enter 403   403   done  403   403   403   403",
    "meetings:raise_point point":               "enter 403   done  403   403   403   403   403",
    "meetings:take_duty town-meeting":         "enter 403   done  done  done  403   403   403",
    "meetings:give_back_duty turn":             "enter 403   403   done  403   403   403   403",
    "meetings:write_minutes held":              "enter 403   done  403   403   403   403   403",
    "meetings:write_minutes held-circle":       "enter 404   done  403   403   404   404   404",
    "meetings:name_present held":               "enter 403   403   403   403   403   403   403",
    "meetings:propose_minutes held":            "enter 403   403   403   403   403   403   403",
    "meetings:answer_minutes held-circle":      "enter 404   done  done  403   404   404   404",
    "meetings:give_task held":                  "enter 403   403   403   403   403   403   403",
    "meetings:give_task held-circle":           "enter 404   done  403   403   404   404   404",
    "meetings:task given-held":                 "enter 404   404   done  404   404   404   404",
    "meetings:finish_task given-held":          "enter 404   done  done  403   403   404   404",
    "meetings:correct_task given-held":         "enter 404   403   403   403   403   404   404",
    "meetings:correct_task given-held-circle":  "enter 404   done  403   403   404   404   404",
    "meetings:remove_task given-held-circle":   "enter 404   done  403   403   404   404   404",
    "meetings:come town-meeting":               "led   led   led   led   led   led   led   led",
    "meetings:come_code town-meeting":          "led   led   led   led   led   led   led   led",
    "meetings:my_place guest-token":            "done  done  done  done  done  done  done  done",
    "meetings:give_up guest-token":             "done  done  done  done  done  done  done  done",
    "meetings:needs action":                    "enter 404   403   done  403   403   404   404",
    "meetings:who_comes town-meeting":          "enter 403   200   403   403   403   403   403",
    "meetings:come action":                     "404   404   led   led   led   led   404   404",
    "meetings:who_comes action":                "enter 404   200   403   403   403   404   404",
    "meetings:answer_report report-of-bruno":   "enter 404   403   done  done  done  404   404",
    "meetings:answer_report circle-report":     "enter 404   done  403   403   404   404   404",
    "meetings:report_on reported-by-bruno":     "enter 404   done  404   404   404   404   404",
    "meetings:report_on proposal-to-bruno":     "enter 404   403   404   404   404   404   404",
    "decisions:propose":                        "enter 403   done  done  done  200   403   403",
    "decisions:rewrite draft-proposal":         "enter 404   404   done  404   404   404   404",
    "decisions:present draft-proposal":         "enter 404   404   done  404   404   404   404",
    "decisions:amend round":                    "enter 404   403   done  403   403   404   404",
    "decisions:end round":                      "enter 404   403   done  403   403   404   404",
    "decisions:remark round":                   "enter 404   done  done  done  403   404   404",
    "decisions:explain question-of-round":      "enter 404   403   done  403   403   404   404",
    "decisions:stand round":                    "enter 404   done  403   done  403   404   404",
    "decisions:type_in_voice round":            "enter 404   done  403   200   403   404   404",
    "decisions:take_back_voice typed-voice":    "enter 404   404   404   done  404   404   404",
    "decisions:test objection":                 "enter 404   403   403   done  403   404   404",
    "decisions:call round":                     "enter 404   done  done  done  403   404   404",
    "decisions:resume called-round":            "enter 404   done  done  done  404   404   404",
    "decisions:adopt closed-round":             "enter 404   done  done  done  403   404   404",
    "tensions:say":                             "enter 403   done  done  done  done  403   403",
    "tensions:say_otherwise kept-tension":      "enter 404   done  404   404   404   404   404",
    "tensions:say_otherwise tension":           "enter 404   403   404   404   404   404   404",
    "tensions:entrust tension":                 "enter 404   done  404   404   404   404   404",
    "tensions:move_on tension":                 "enter 404   done  404   404   404   404   404",
    "tensions:show tension":                    "enter 404   done  404   404   404   404   404",
    "tensions:close tension":                   "enter 404   done  404   404   404   404   404",
    "tensions:close closed-tension":            "enter 404   403   404   404   404   404   404",
    "tensions:open trust-of-leila":             "enter 404   404   404   done  404   404   404",
    "circles:open_circle pole":                  "enter 403   403   403   done  done  403   403",
    "circles:change_circle pole":                "enter 403   403   403   done  done  403   403",
    "circles:close_circle pole":                 "enter 403   403   403   done  done  403   403",
    "circles:open_role pole":                    "enter 403   403   403   done  done  403   403",
    "circles:change_role memoire":               "enter 403   403   403   done  done  403   403",
    "circles:close_role memoire":                "enter 403   403   403   done  done  403   403",
    "circles:offer tableau":                     "enter 403   done  done  done  done  403   403",
    "circles:propose memoire":                   "enter 403   403   403   done  done  403   403",
    "circles:take_back_offer offer-of-bruno":    "enter 404   done  404   404   404   404   404",
    "circles:decline_offer offer-of-bruno":      "enter 404   403   403   done  403   404   404",
    "circles:accept proposal-to-bruno":          "enter 404   done  404   404   404   404   404",
    "circles:commit_again changed-mandate-of-amina": "enter 404 404   done  404   404   404   404",
    "circles:decline proposal-to-bruno":         "enter 404   done  404   404   404   404   404",
    "circles:take_back_proposal proposal-to-bruno": "enter 404 403   403   done  done  404   404",
    "circles:resign mandate-of-amina":           "enter 404   404   done  404   404   404   404",
    "circles:withdraw mandate-of-amina":         "enter 404   403   403   done  403   404   404",
    "circles:handover mandate-of-amina":         "enter 404   404   done  404   404   404   404",
    "circles:call":                              "enter 403   403   403   403   403   403   403",
    "circles:support call":                      "enter 403   403   403   403   403   403   403",
    "circles:take_back_call call":               "enter 404   404   404   404   done  404   404",
    "members:join":                              "led   403   403   403   403   403   done  403",
    "members:join_code":                         "led   led   led   led   led   led   led   led",
    "members:hand_over letter":                  "enter 403   403   done  403   done  403   403",
    "members:type_in":                           "enter 403   403   done  403   done  403   403",
    "members:districts":                         "enter 403   403   done  403   done  403   403",
    "members:invitation invitation":             "done  done  done  done  done  done  done  done",
    "members:promise membership-of-nour":        "enter 403   403   done  403   done  403   403",
    "members:take_over membership-of-nour":      "enter 403   403   403   403   403   403   403",
    "members:contacted membership-of-nour":      "enter 403   403   done  403   done  403   403",
    "members:welcome membership-of-nour":        "enter 403   403   done  403   done  403   403",
    "members:refuse membership-of-nour":         "enter 403   403   done  403   done  403   403",
    "members:answer_appeal membership-of-yannis":"enter 403   403   done  403   403   403   403",
    "members:propose_charter":                   "enter 403   403   403   403   done  403   403",
    "members:sign":                              "enter 403   403   403   403   403   403   done",
    "members:answers":                           "enter done  done  done  done  done  404   done",
    "members:appeal":                            "enter 403   403   403   403   403   403   403",
    "members:leave":                             "enter done  done  done  done  done  403   done",
    "charter:rule rule":                         "enter 403   403   403   403   done  403   403",
    "account_login":                             "led   led   led   led   led   led   led   led",
    "account_confirm_login_code":                "led   led   led   led   led   led   led   led",
    "mfa_login_webauthn":                        "200   led   led   led   led   led   led   led",
    "mfa_authenticate":                          "led   led   led   led   led   led   led   led",
    "account_reauthenticate":                    "enter prove prove prove prove prove prove prove",
    "mfa_reauthenticate":                        "enter prove prove prove 200   prove prove prove",
    "mfa_reauthenticate_webauthn":               "enter prove prove prove 200   prove prove prove",
    "account_signup":                            "led   led   led   led   led   led   led   led",
    "account_logout":                            "led   led   led   led   led   led   led   led",
    "account_email":                             "enter led   led   led   led   led   led   led",
    "account_email_verification_sent":           "enter led   led   led   led   led   led   led",
    "mfa_list_webauthn":                         "enter led   led   led   led   led   led   led",
    "mfa_add_webauthn":                          "enter 200   200   200   200   200   200   200",
    "mfa_edit_webauthn key":                     "enter 404   404   404   led   404   404   404",
    "mfa_remove_webauthn key":                   "enter 404   404   404   led   404   404   404",
    "mfa_activate_totp":                         "enter 200   200   200   led   200   200   200",
    "mfa_deactivate_totp":                       "enter 404   404   404   led   404   404   404",
    "mfa_generate_recovery_codes":               "enter 200   200   200   led   200   200   200",
    "people:profile":                            "enter done  done  done  done  done  done  done",
    "people:consents":                           "enter done  done  led   done  done  led   done",
    "people:put_first address-of-bruno":         "enter 404   done  404   404   404   404   404",
    "people:remove_address address-of-bruno":    "enter 404   done  404   404   404   404   404",
    "people:end_visit visit-of-bruno":           "enter 404   done  404   404   404   404   404",
    "people:close_visits":                       "enter done  done  done  done  done  done  done",
}  # fmt: skip

ROLE = {
    "name": "Archives", "purpose": "Garder la mémoire.", "accountabilities": "Ranger", "seats": 1,
    "term_days": 90, "assigned_by": "appointed",
}  # fmt: skip
CIRCLE = {"kind": "pole", "name": "Logement", "purpose": "Que chacune ait un toit."}
SURE = {"sure": "on"}
THIRD_CHARTER = {**charter_text(2), "number": 3, "title": "Notre charte"}
A_SHEET = "nom;sorte;utilité\nLogement;pôle;Que chacune ait un toit."
POST = {"kind": "news", "title": "Demain", "text": "Venez."}
MOMENT = {"on": timedelta(0), "title": "Une fête", "precision": "day"}
QUESTION = {
    "title": "Le local",
    "question": "Ouvrir ?",
    "intention": "Ouvrir.",
    "openness": "members",
}
PROPOSAL = {
    "title": "Une pause", "example": "Personne en août.", "text": "Aucune réunion en août.",
    "openness": "members",
}  # fmt: skip
CHANGED = {
    "title": "Réunion", "starts_at": "2031-03-03T18:00", "ends_at": "2031-03-03T20:00",
    "started_from": "0",
}  # fmt: skip
TASK = {"doer": "@amina", "what": "Acheter la peinture", "due_on": timedelta(9)}
TENSION = {
    "title": "La porte", "sees": "Elle est fermée.", "does_to_me": "Je repars.",
    "would_need": "Une heure.",
}  # fmt: skip
WORDS: dict[str, dict[str, Any]] = {
    # what is sent: an article, a person's number (@amina), a day (timedelta from today)
    "website:write": POST,
    "website:draft draft": {"when": ""},
    "website:change draft": {"title": "Demain", "text": "Venez."},
    "website:tell": MOMENT,
    "website:tell_again moment": MOMENT,
    "website:links": {"links": "Mastodon https://exemple.test/@nous"},
    "website:voice": {"words": "Un pied dedans, mille dehors."},
    "home:forget_me": SURE,
    "home:two_accounts": {"address": "autre@exemple.test"},
    "home:two_accounts_code": {"digits": "000000"},
    "home:two_accounts_proof": {"code": "000000"},
    "moving:move_in": {"circles_text": A_SHEET, "seen": fingerprint([table_of(Sheet.CIRCLES, A_SHEET)])},
    "decisions:open": QUESTION | {"role": "@lieux"},
    "decisions:change draft-question": QUESTION,
    "decisions:ask question": {"why": "concerned", "outside": "La voisine, voisine@exemple.test"},
    "decisions:decide heard": {
        "text": "Le local ouvre.", "reasons": "Il le faut.", "effective_on": timedelta(0),
        "review_on": timedelta(90),
    },
    "decisions:move question": {"role": "@carries", "why": "Cela engage tout le mouvement."},
    "decisions:drop question": {"why": "Le local est vendu."},
    "decisions:give question": {"advice": "Volontiers."},
    "decisions:answer advice-of-leila": {"followed": "not", "answer": "Trop cher."},
    "decisions:type_in asked-of-bruno": {"advice": "Il a dit oui."},
    "decisions:from_a_letter token": {"advice": "Pas avant 9 h."},
    "decisions:stand_from_a_letter voice-token": {"stance": "concern", "why": "Et la fête ?"},
    "care:say": {"category": "harassment", "words": "Il m’attend à la sortie."},
    "care:contact": {"name": "Écoute du Lez", "phone": "04 00 00 00 00"},
    "care:entrust report": {"people": "@amina"},
    "care:note report": {"kind": "measure", "day": timedelta(7), "words": "Pas le même soir."},
    "care:invite report": {
        "person": "@samir", "at": timedelta(10), "place": "12 rue du Four", "words": "Viens.",
    },
    "care:reply hearing": {"reply": "another-day", "words": "Le jeudi."},
    "care:decide report": {
        "person": "@samir", "sort": "exclusion", "ends_on": timedelta(10), "reason": "Des coups.",
    },
    "care:appeal fresh-sanction": {"words": "Je conteste."},
    "care:second proposed-sanction": {"second": "agrees", "words": "Les faits sont là."},
    "care:answer sanction": {"outcome": "upheld", "words": "Les faits sont là."},
    "meetings:call": {
        "circle": "@coordination", "title": "Réunion", "kind": "circle", "openness": "circle",
        "starts_at": "2031-03-03T18:00", "ends_at": "2031-03-03T20:00",
    },
    "meetings:add_point town-meeting": {"title": "La salle", "aim": "decide", "minutes": 20},
    "meetings:add_point circle-meeting": {"title": "La salle", "aim": "decide", "minutes": 20},
    "meetings:take_duty town-meeting": {"duty": "facilitator"},
    "meetings:write_minutes held": {"text": "On ouvre lundi.", "why": "Le jour était faux."},
    "meetings:write_minutes held-circle": {"text": "On ouvre lundi."},
    "meetings:answer_minutes held-circle": {"answer": "approves"},
    "meetings:give_task held-circle": TASK,
    "meetings:task given-held": {"why": "Je pars en voyage."},
    "meetings:correct_task given-held-circle": TASK,
    "meetings:change town-meeting": CHANGED,
    "meetings:change circle-meeting": CHANGED,
    "meetings:cancel town-meeting": {"why": "Il pleut."},
    "meetings:room town-meeting": {"act": "open"},
    "meetings:room room": {"act": "close"},
    "meetings:come town-meeting": {
        "name": "Zélie", "address": "zelie@exemple.test", "children": "2", "ages": "3 et 5 ans",
        "needs": "wheelchair", "in_words": "Je viens de loin.",
    },
    "meetings:come_code town-meeting": {"digits": "123456"},
    "meetings:my_place guest-token": {"children": "1", "ages": "4 ans", "in_words": "Rien."},
    "meetings:needs action": {"children": "1", "ages": "4 ans", "in_words": "Rien."},
    "meetings:cancel circle-meeting": {"why": "Il pleut."},
    "meetings:answer_report report-of-bruno": {"text": "Merci."},
    "meetings:answer_report circle-report": {"text": "Merci."},
    "meetings:report_on reported-by-bruno": {
        "did": "Convoqué l’agora.", "decided": "", "needs": "Une salle.", "openness": "members",
    },
    "meetings:report_on proposal-to-bruno": {"did": "Rien.", "openness": "members"},
    "decisions:propose": PROPOSAL | {"circle": "@coordination"},
    "decisions:rewrite draft-proposal": PROPOSAL,
    "decisions:amend round": {"text": "Une autre pause.", "changed": "Plus courte."},
    "decisions:end round": {"why": "Plus besoin."},
    "decisions:remark round": {"kind": "reaction", "text": "Ouf."},
    "decisions:explain question-of-round": {"answer": "Oui."},
    "decisions:stand round": {"stance": "concern", "why": "Et la fête ?"},
    "decisions:type_in_voice round": {"person": "@leila", "sheet": 1, "stance": "consent"},
    "decisions:test objection": {"found": "purpose"},
    "decisions:adopt closed-round": {
        "reasons": "Tout le monde y consent.", "effective_on": timedelta(0),
        "review_on": timedelta(90),
    },
    "tensions:say": TENSION | {"about": "rule"},
    "tensions:say_otherwise kept-tension": TENSION,
    "tensions:entrust tension": {"people": "Odile Granite"},
    "tensions:show tension": {"shown": "on"},
    "tensions:close tension": {"changed": "La porte ouvre."},
    "circles:open_circle pole": CIRCLE,
    "circles:change_circle pole": CIRCLE | {"parent": "@agora"},
    "circles:close_circle pole": SURE,
    "circles:open_role pole": ROLE,
    "circles:change_role memoire": ROLE,
    "circles:close_role memoire": SURE,
    "circles:offer tableau": {"text": "Les chiffres me parlent."},
    "circles:propose memoire": {
        "person": "@amina", "starts_on": timedelta(0), "ends_on": timedelta(30),
    },
    "circles:decline_offer offer-of-bruno": {"answer": "Plus tard, volontiers."},
    "circles:accept proposal-to-bruno": {"line-0": "on", "read": "@version-of-tableau"},
    "circles:commit_again changed-mandate-of-amina": {
        "line-0": "on", "line-1": "on", "read": "@version-of-parole",
    },
    "circles:resign mandate-of-amina": SURE,
    "circles:withdraw mandate-of-amina": {"reason": "Nous avons changé de cap."},
    "circles:handover mandate-of-amina": {"text": "Tout est dans le classeur bleu."},
    "members:join": {"name": "Zoé", "address": "zoe@exemple.test", "consent": "on"},
    "members:join_code": {"digits": "000000"},
    "members:type_in": {
        "name": "Zoé", "channel": "paper", "said_on": timedelta(0), "consent": "on",
    },
    "members:districts": {"name-centre": "Le Centre", "more": "Mosson"},
    "members:refuse membership-of-nour": {"reason": "Pas cette fois."},
    "members:answer_appeal membership-of-yannis": {"accepted": "yes", "answer": "Bienvenue."},
    "members:propose_charter": {
        "typed": written(THIRD_CHARTER), "seen": of_the_text(THIRD_CHARTER), "adopt": "yes",
    },
    "members:sign": {one["key"]: "on" for one in charter_text(2)["articles"]},
    "members:answers": {"wishes": "Coller des affiches."},
    "members:appeal": {"text": "Regardez encore."},
    "members:leave": SURE,
    "charter:rule rule": {"value": 5, "effective_on": timedelta(0), "change": "yes"},
    "account_login": {"address": "bruno@exemple.test"},
    "account_confirm_login_code": {"digits": "000000"},
    "mfa_authenticate": {"code": "000000"},
    "account_reauthenticate": {"another": "1"},
    "mfa_reauthenticate": {"code": "000000"},
    "mfa_reauthenticate_webauthn": {"credential": "{}"},
    "account_email": {"address": "autre@exemple.test"},
    "account_email_verification_sent": {"digits": "000000"},
    "mfa_add_webauthn": {"credential": "{}"},
    "mfa_edit_webauthn key": {"name": "Ma clé"},
    "mfa_activate_totp": {"code": "000000"},
    "people:profile": {
        "name": "Quelqu’une", "gender": "unsaid", "language": "fr", "reach": "mail",
        "rhythm": "daily",
    },
    "home:stop_news stop": {},
    "people:consents": {"purpose": "name-in-town", "agrees": "yes"},
}  # fmt: skip
DELICATE = {
    # asks again who one is before it shows the page, or before it does what is sent
    "account_email_verification_sent",
    "home:forget_me",
    "home:make_one",
    "home:my_data_file",
    "home:my_data_to_read",
    "home:two_accounts",
    "home:two_accounts_code",
    "home:two_accounts_proof",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_deactivate_totp",
    "mfa_download_recovery_codes",
    "mfa_edit_webauthn key",
    "mfa_generate_recovery_codes",
    "mfa_remove_webauthn key",
    "mfa_view_recovery_codes",
}
DELICATE_TO_SEND = DELICATE & SENT.keys() | {
    "account_email",
    "people:close_visits",
    "people:put_first address-of-bruno",
    "people:remove_address address-of-bruno",
}
PROOFS_THEMSELVES = {"account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
SAMPLES = "core:style"  # shows each part of the look, two titles and a dead form among them


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    """Made once; each test leaves it as it found it."""
    with django_db_blocker.unblock(), undone():
        yield make_town()


def cells(table: dict[str, str]) -> list[Any]:
    return [
        pytest.param(door, who, answer, id=f"{door}--{who}")
        for door, row in table.items()
        for who, answer in zip(PEOPLE, row.split(), strict=True)
    ]


def answer_of(response: Any, *, remembered: bool) -> str:
    if response.status_code != 302:
        return str(response.status_code)
    there = response["Location"]
    if remembered:
        return "done"
    if there.startswith("/entrer/?next="):
        return "enter"
    return "prove" if there.startswith("/entrer/encore/") else "led"


def promises(response: Any, door: str) -> None:
    """Those of every answer, and those of a refusal."""
    if door != SAMPLES:
        assert faults(response) == []
    refusal = response.context and response.context.get("refusal")
    if response.status_code == 403:
        page = Page(response.content.decode())
        assert refusal, "a refusal is said by a rule"
        assert " ".join(response.context["because"].split()) in page.texts
        assert f"/charte/#{refusal.article}" in page.links, "the article has its number"
        assert {"who", "instead"} <= page.ids, "who may, and what to do instead"


def test_every_door_is_listed() -> None:
    assert {row.split()[0] for row in OPENED} == set(doors())


def test_every_form_is_listed() -> None:
    assert set(SENT) <= set(OPENED)
    assert set(WORDS) <= set(SENT)


@pytest.mark.parametrize(("door", "who", "answer"), cells(OPENED))
def test_opening(town: Town, door: str, who: str, answer: str) -> None:
    response = town.visit(who).get(town.path(door))
    if door != SAMPLES:
        save(response, f"{door}--{who}")
    assert answer_of(response, remembered=False) == answer
    promises(response, door)


@pytest.mark.parametrize(("door", "who", "answer"), cells(SENT))
def test_sending(town: Town, door: str, who: str, answer: str) -> None:
    before = Entry.objects.count()
    response = town.visit(who).post(town.path(door), town.filled(WORDS.get(door, {})))
    assert answer_of(response, remembered=Entry.objects.count() > before) == answer
    promises(response, door)


@pytest.mark.parametrize("door", WORDS)
def test_a_form_sent_empty_comes_back(town: Town, door: str) -> None:
    """Or does what it may without a word, as an offer; it never breaks."""
    answers = dict(zip(SENT[door].split(), PEOPLE, strict=True))
    who = answers.get("done") or answers.get("led") or "bruno"
    response = town.visit(who).post(town.path(door), {"once": str(uuid4())})
    save(response, f"{door}--{who}--empty")
    assert response.status_code in (200, 302, 403)
    promises(response, door)


@pytest.mark.parametrize("door", [door for door in OPENED if door not in SENT])
def test_nothing_is_sent_where_pages_are_only_read(town: Town, door: str) -> None:
    assert town.visit("leila").post(town.path(door)).status_code == 405


def test_delicate_doors_ask_again_who_one_is(town: Town) -> None:
    visit = town.visit("leila, later")
    answers = {
        door: answer_of(visit.get(town.path(door)), remembered=False)
        for door, row in OPENED.items()
        if row.split()[PEOPLE.index("leila")] in ("200", "led")
    }
    assert {door for door, answer in answers.items() if answer == "prove"} == DELICATE


@pytest.mark.parametrize("door", [door for door in SENT if door not in PROOFS_THEMSELVES])
def test_delicate_forms_ask_again_who_one_is(town: Town, door: str) -> None:
    """As someone for whom it would be done, who came in long ago."""
    answers = dict(zip(SENT[door].split(), PEOPLE, strict=True))
    who = next((answers[said] for said in ("done", "led", "200") if said in answers), "leila")
    before = Entry.objects.count()
    sent = town.visit(f"{who}, later" if who != PASSER_BY else who).post(
        town.path(door), town.filled(WORDS.get(door, {}))
    )
    asked = answer_of(sent, remembered=Entry.objects.count() > before) == "prove"
    assert asked == (door in DELICATE_TO_SEND)


# Pages that are reached only half-way through something


def _asked_for_a_code(town: Town) -> Client:
    visit = town.visit(PASSER_BY)
    visit.post("/entrer/", {"address": "bruno@exemple.test"})
    return visit


def _knocking(town: Town) -> Client:
    visit = town.visit(PASSER_BY)
    visit.post("/rejoindre/", WORDS["members:join"])
    return visit


def _coming_without_an_account(town: Town) -> Client:
    visit = town.visit(PASSER_BY)
    visit.post(town.path("meetings:come town-meeting"), WORDS["meetings:come town-meeting"])
    return visit


def _adding_an_address(town: Town) -> Client:
    visit = town.visit("bruno")
    visit.post("/moi/adresses/", WORDS["account_email"])
    return visit


def _proving_again(town: Town) -> Client:
    visit = town.visit("bruno, later")
    visit.post("/entrer/encore/", {"another": "1"})
    return visit


def _saying_there_are_two(town: Town) -> Client:
    visit = town.visit("bruno")
    visit.post("/moi/deux-comptes/", {"address": "leila@exemple.test"})
    return visit


def _proving_the_other(town: Town) -> Client:
    """Whose mailbox Bruno reads; its key is still to show."""
    visit = _saying_there_are_two(town)
    visit.post("/moi/deux-comptes/code/", {"digits": visit.session["code-to-merge"]["digits"]})
    return visit


def _without_the_second_proof(town: Town) -> Client:
    """Leïla typed the code of the mail; her key is still to show."""
    visit = town.visit(PASSER_BY)
    visit.post("/entrer/", {"address": "leila@exemple.test"})
    code = visit.session["code-to-enter"]["digits"]
    visit.post("/entrer/code/", {"digits": code})
    return visit


HALF_WAY = {
    "account_confirm_login_code": _asked_for_a_code,
    "members:join_code": _knocking,
    "meetings:come_code town-meeting": _coming_without_an_account,
    "account_email_verification_sent": _adding_an_address,
    "account_reauthenticate": _proving_again,
    "mfa_authenticate": _without_the_second_proof,
    "home:two_accounts_code": _saying_there_are_two,
    "home:two_accounts_proof": _proving_the_other,
}


@pytest.mark.parametrize("door", HALF_WAY)
def test_opening_half_way(town: Town, door: str) -> None:
    visit = HALF_WAY[door](town)
    response = visit.get(town.path(door))
    save(response, f"{door}--half-way")
    assert response.status_code == 200
    promises(response, door)
    wrong = visit.post(town.path(door), {"digits": "1", "code": "1", "once": str(uuid4())})
    save(wrong, f"{door}--wrong")
    assert wrong.status_code == 200
    promises(wrong, door)


# Pages that nobody asks for


def test_a_page_that_is_not_there(town: Town) -> None:
    for who in (PASSER_BY, "bruno"):
        response = town.visit(who).get("/nulle-part/")
        save(response, f"nowhere--{who}")
        assert response.status_code == 404
        assert faults(response) == []


def test_a_page_that_waited_too_long(town: Town) -> None:
    response = town.visit("bruno", enforce_csrf_checks=True).post("/moi/accords/")
    save(response, "csrf--bruno")
    assert response.status_code == 403
    assert faults(response) == []


def test_too_many_tries(town: Town) -> None:
    visit = town.visit(PASSER_BY)
    response = [visit.post("/entrer/", WORDS["account_login"]) for _ in range(4)][-1]
    save(response, "too-many--passer-by")
    assert response.status_code == 429
    assert faults(response) == []


def test_a_request_that_makes_no_sense(town: Town) -> None:
    response = town.visit(PASSER_BY).get("/", headers={"host": "ailleurs.test"})
    save(response, "nonsense--passer-by")
    assert response.status_code == 400
    assert faults(response) == []


def test_a_house_that_breaks(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    visit = town.visit(PASSER_BY, raise_request_exception=False)
    monkeypatch.setattr("millepieds.website.queries.PRINCIPLES", None)
    monkeypatch.setattr("millepieds.website.queries.doorstep", None)
    response = visit.get("/")
    save(response, "broken--passer-by")
    assert response.status_code == 500
    assert faults(response) == []
