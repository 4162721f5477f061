"""Every case of `cases/`: what is found is what the text says, and at its line."""

import pytest
from routine_texts import cases, expected_in, found_in

FILES = ("poses", "doses", "progress", "sides", "words", "voices", "length", "cueing", "advice")


@pytest.mark.parametrize(
    ("text", "with_advice"),
    [
        pytest.param(text, name == "advice", id=f"{name}: {title}")
        for name in FILES
        for title, text in cases(name)
    ],
)
def test_case(text: str, with_advice: bool):
    assert found_in(text, with_advice=with_advice) == expected_in(text)


def test_every_case_file_is_read():
    from routine_texts import HERE

    assert sorted(FILES) == sorted(file.stem for file in (HERE / "cases").glob("*.txt"))
