"""On a phone: the numbers, a report sealed and entrusted, opened, decided upon, appealed."""

from datetime import timedelta

from millepieds.care.models import Report, Sanction
from millepieds.care.tests.makers import make_heard, make_keepers
from millepieds.core.clock import today
from tests.browser.conftest import PHONE, OpenBrowser, bring_in, take_picture
from tests.browser.test_axe import faults_on


def test_a_report_is_sealed_entrusted_read_and_followed(
    open_browser: OpenBrowser, odile, amina, bruno
):
    chloe, driss = make_keepers("Chloé", "Driss", by=odile)
    his, hers = open_browser(PHONE, script=True), open_browser(PHONE, script=True)
    bring_in(his, bruno)
    his.goto("/en-danger/")
    take_picture(his, "reporting-1-numbers", PHONE)
    assert not faults_on(his)
    his.get_by_role("link", name="Écrire un signalement").click()
    his.get_by_label("harcèlement").check()
    his.get_by_label("Ce qui s’est passé").fill("Elle m’attend à la sortie, chaque semaine.")
    his.get_by_label("Les membres dont il s’agit").fill("Amina")
    take_picture(his, "reporting-2-say", PHONE)
    assert not faults_on(his)
    his.locator("main form button[data-voice]").click()
    for person in (chloe, driss):
        his.get_by_label(str(person)).check()
    take_picture(his, "reporting-3-entrust", PHONE)
    his.locator("main form button[data-voice]").click()
    bring_in(hers, chloe)
    row = Report.objects.get()
    hers.goto(row.get_absolute_url())
    hers.locator("main form button[data-voice]").click()
    hers.get_by_text("chaque semaine").wait_for()
    take_picture(hers, "reporting-4-opened", PHONE)
    assert not faults_on(hers)
    make_heard(row, amina, by=chloe)
    hers.goto(f"{row.get_absolute_url()}decider/")
    hers.get_by_label("suspension").check()
    hers.get_by_label("À propos de qui").select_option(label="Amina")
    hers.get_by_label("Jusqu’à quel jour").fill((today() + timedelta(days=30)).isoformat())
    hers.get_by_label("Pourquoi").fill("Attendre quelqu’un qui a dit non.")
    take_picture(hers, "reporting-5-decide", PHONE)
    assert not faults_on(hers)
    hers.locator("main form button[data-voice]").click()
    his.reload()
    take_picture(his, "reporting-6-followed", PHONE)
    assert not faults_on(his)
    third = open_browser(PHONE, script=True)
    bring_in(third, amina)
    third.goto(Sanction.objects.get().get_absolute_url())
    take_picture(third, "reporting-7-decision", PHONE)
    assert not faults_on(third)
