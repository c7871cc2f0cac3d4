"""A list as it hangs at the door: every word of it, a box a line, in the largest letters that fit."""

import pytest

from paper import lists


def test_a_list_of_lines_gets_a_box_for_each() -> None:
    found = lists.lay_out("- lait\n• 6 œufs\n\n* pain, gris\n")

    assert found.lines == ["lait", "6 œufs", "pain, gris"]
    assert found.size == "large c1"


def test_a_list_in_one_line_is_read_at_its_commas_and_a_litre_and_a_half_stays_one() -> None:
    assert lists.lay_out("lait 1,5 l, pain, beurre").lines == ["lait 1,5 l", "pain", "beurre"]


def test_no_list_is_no_line() -> None:
    assert lists.lay_out("").lines == []
    assert lists.lay_out(" - \n•\n").lines == []


def test_more_lines_than_boxes_share_them_and_no_word_is_lost() -> None:
    found = lists.lay_out("\n".join(f"n{number}" for number in range(500)))

    assert len(found.lines) <= lists.MOST_LINES
    assert " · ".join(found.lines).split(" · ") == [f"n{number}" for number in range(500)]


@pytest.mark.parametrize(
    ("notes", "size"),
    [
        ("pain\n" * 9, "large c1"),
        ("pain\n" * 10, "usual c2"),
        ("pain gris en tranches fines\n" * 16, "small c2"),
        ("un paquet de biscuits à la vanille\n" * 30, "tiny c2"),
        ("x" * 2000, "least c1"),
    ],
)
def test_the_more_there_is_the_smaller_it_is_set(notes: str, size: str) -> None:
    assert lists.lay_out(notes).size == size
