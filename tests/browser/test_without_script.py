"""The whole story again, in a browser that runs no script at all."""

from tests.browser.conftest import PHONE
from tests.browser.test_journey import begin, the_whole_story


def test_the_whole_story_without_javascript(open_browser, odile, amina, leila):
    story = begin(
        open_browser, PHONE, odile=odile, amina=amina, leila=leila, script=False, pictures=""
    )
    the_whole_story(story)
