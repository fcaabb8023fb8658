"""The tokenizer cuts every text as the model's own does, and loses nothing of it."""

from hypothesis import given
from hypothesis import strategies as st

from core import data, tokens


def test_the_shipped_strings_are_cut_into_the_shipped_tokens():
    assert len(data.cut_texts()) == 43
    for cut in data.cut_texts():
        assert tuple(tokens.encode(cut.text)) == cut.ids, cut
        assert tuple(map(tokens.token_text, cut.ids)) == cut.pieces and tokens.decode(cut.ids) == cut.text
    for text in data.read_texts():
        assert tokens.encode(text.text) == text.ids.tolist() and tokens.decode(text.ids) == text.text


@given(
    st.text(st.characters(min_codepoint=32, max_codepoint=0x3FFFF, exclude_categories=["Cs"]), min_size=1, max_size=60)
)
def test_a_text_comes_back_whole(text):
    assert tokens.decode(tokens.encode(text)) == text == "".join(tokens.split_words(text))
    assert all(len(word) == 1 for word in tokens.split_words(text) if word.isdigit())


@given(st.lists(st.sampled_from([1, 2]), min_size=1, max_size=12), st.sampled_from([(1, 1), (1, 2), (2, 1)]))
def test_a_pair_is_merged_from_left_to_right(ids, pair):
    written = "".join(map(str, ids)).replace("".join(map(str, pair)), "3")
    assert tokens.merge_pair(ids, pair, 3) == list(map(int, written))


def test_each_merge_makes_the_token_of_its_number():
    special, single, merges = data.vocabulary()
    count = len(special) + len(single) + len(merges)
    assert count == 49_152
    for place in range(0, len(merges), 997):
        left, right = merges[place].tolist()
        new = len(special) + len(single) + place
        assert tokens.token_bytes(new) == tokens.token_bytes(left) + tokens.token_bytes(right)
        assert tokens.word_ids(tokens.token_text(new)) == [new] or "<" in tokens.token_text(new)


def test_what_no_token_stands_for_is_left_out():
    assert tokens.encode("a\x04b") == tokens.encode("a") + tokens.encode("b")
    assert tokens.decode(tokens.encode("a\ud800b")) == "a?b"
