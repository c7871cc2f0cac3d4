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


def test_what_does_not_fit_in_print_that_can_be_read_is_asked_for_by_phone() -> None:
    things = [f"n{number}" for number in range(500)]
    found = lists.lay_out("\n".join(things))

    assert found.has_more
    assert found.lines == things[: len(found.lines)]
    assert len(found.lines) > 40


def test_a_line_longer_than_a_page_ends_between_two_words() -> None:
    (line,) = lists.lay_out("un paquet de biscuits " * 90).lines

    assert line.endswith((" un …", " paquet …", " de …", " biscuits …"))
    assert len(line) > 1000


def test_no_size_is_small_print() -> None:
    assert min(each.points for each in lists.SIZES) >= lists.LEAST_POINTS == 9


@pytest.mark.parametrize(
    ("notes", "size"),
    [
        ("pain\n" * 9, "large c1"),
        ("pain\n" * 10, "usual c2"),
        ("pain gris en tranches fines\n" * 16, "small c2"),
        ("un paquet de biscuits à la vanille\n" * 30, "tiny c2"),
        ("un paquet de biscuits\n" * 50, "tiny c3"),
        ("x" * 1500, "tiny c1"),
        ("x" * 2000, "tiny c1"),
    ],
)
def test_the_more_there_is_the_smaller_it_is_set(notes: str, size: str) -> None:
    found = lists.lay_out(notes)

    assert found.size == size
    assert found.has_more is (len(notes) == 2000)
