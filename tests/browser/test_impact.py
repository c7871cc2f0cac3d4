"""The figures on a small phone: the head of a column is whole words, in every language."""

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Browser

from tests.browser.conftest import PHONE, Gallery, window
from tests.house.impact_scenes import window as scenes
from tests.house.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
# Words of a head that stand on two lines.
TORN = """() => {
  document.querySelectorAll('details').forEach(each => each.open = true);
  const torn = [];
  for (const head of document.querySelectorAll('thead th')) {
    const words = document.createTreeWalker(head, NodeFilter.SHOW_TEXT);
    while (words.nextNode()) for (const word of words.currentNode.data.matchAll(/[^\\s-]+/g)) {
      const range = document.createRange();
      range.setStart(words.currentNode, word.index);
      range.setEnd(words.currentNode, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1) torn.push(word[0]);
    }
  }
  return torn;
}"""


@pytest.mark.parametrize("language", [code for code, _name in django_settings.LANGUAGES])
def test_no_head_of_a_column_breaks_inside_a_word(chromium: Browser, language: str) -> None:
    visitor = Visitor(language)
    scenes(visitor)
    with window(chromium, viewport=PHONE) as context:
        gallery = Gallery(context.new_page())
        torn = {each.name: gallery.show(each.html).evaluate(TORN) for each in visitor.seen}
        planted = "<table><thead><tr><th style='width:1em;overflow-wrap:anywhere'>demandes"
        found = gallery.show(planted).evaluate(TORN)

    assert {name: words for name, words in torn.items() if words} == {}
    assert torn
    assert found == ["demandes"]
