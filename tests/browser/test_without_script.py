"""The whole story again, in a browser that runs no script at all."""

import pytest

from tests.browser.conftest import SCREENS
from tests.browser.test_journey import begin, the_whole_story


@pytest.mark.parametrize("screen", [SCREENS[0], SCREENS[3]], ids=str)
def test_the_whole_story_without_javascript(open_browser, screen, odile, amina, leila):
    story = begin(
        open_browser, screen, odile=odile, amina=amina, leila=leila, script=False, pictures=""
    )
    the_whole_story(story)
