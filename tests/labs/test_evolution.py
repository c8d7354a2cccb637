"""Readers and writers of different schemas: what the formats' own documents say comes out when it is run."""

from collections import Counter

import pytest

from sim.labs.evolution import (
    CHANGES,
    DEFAULT,
    LINE_V1,
    NEW_READER,
    OLD_READER,
    PRICE,
    QUANTITY,
    READS,
    REFUSES,
    SAMPLE_V1,
    SKU,
    STATE,
    WRONG,
    Change,
    both_ways,
    outcome,
    run_all,
)
from sim.labs.formats import FORMATS
from sim.labs.schemas import Field, Schema


def word(name, change, way=OLD_READER):
    return both_ways(name, change)[way].word


@pytest.mark.parametrize("name", FORMATS)
def test_without_a_change_everybody_reads(name):
    same = both_ways(name, Change(LINE_V1, SAMPLE_V1))
    assert [same[way].word for way in (OLD_READER, NEW_READER)] == [READS, READS] and same[OLD_READER].record == SAMPLE_V1


def test_every_change_meets_every_format_both_ways():
    assert len(run_all()) == len(CHANGES) * len(FORMATS) * 2 == 126


def test_counts_of_silent_errors_are_those_that_the_notebook_tells():
    silent = Counter(name for (_, name, _), out in run_all().items() if out.word == WRONG)
    assert silent == {"JSON": 8, "MessagePack": 8, "Protocol Buffers": 8, "XML": 2, "Avro, blind": 4}


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "Avro, blind"])
def test_field_added_with_a_default_breaks_nobody_who_knows_the_writer(name):
    assert (word(name, "add with default"), word(name, "add with default", NEW_READER)) == (READS, DEFAULT)


def test_names_are_nothing_to_protocol_buffers_and_all_to_the_others():
    assert {name: word(name, "rename") for name in ("JSON", "Protocol Buffers", "Avro")} == {
        "JSON": WRONG, "Protocol Buffers": READS, "Avro": REFUSES,
    }  # fmt: skip


def test_reused_tag_hands_a_discount_over_as_a_quantity():
    assert both_ways("Protocol Buffers", "reuse a tag")[OLD_READER].record["quantity"] == 15
    assert both_ways("Protocol Buffers", "reuse a tag")[NEW_READER].record["discount"] == 2


def test_reader_of_32_bits_loses_the_upper_half_of_a_long():
    assert both_ways("Protocol Buffers", "int to long")[OLD_READER].record["price"] == 5_000_000_000 % 2**32


def test_avro_promotes_an_int_to_a_long_and_not_the_other_way():
    assert (word("Avro", "int to long", NEW_READER), word("Avro", "int to long")) == (READS, REFUSES)


def test_blind_reader_of_avro_takes_one_field_for_another_where_they_change_places():
    assert both_ways("Avro, blind", "reorder fields")[OLD_READER].record == SAMPLE_V1 | {"quantity": 1390, "price": 2}
    assert word("Avro", "reorder fields") == READS


def test_checked_reader_is_never_silent():
    assert all(word("JSON, checked", change, way) != WRONG for change in CHANGES for way in (OLD_READER, NEW_READER))


def test_default_that_somebody_wrote_is_no_default():
    schema = Schema("Line", (SKU, QUANTITY, PRICE, STATE, Field("currency", "string", 5, default="CHF")))
    assert outcome("JSON", schema, SAMPLE_V1 | {"currency": "CHF"}, schema).word == READS


def test_outcome_tells_in_words_what_went_wrong():
    assert "price was written as 1390 and read as None, which is no int" in repr(both_ways("JSON", "rename")[OLD_READER])
    assert "SchemaResolutionError" in both_ways("Avro", "drop")[OLD_READER].why


def test_unknown_change_or_format_is_refused():
    with pytest.raises(ValueError, match="change must be one of 'add with default'.*got 'swap'"):
        both_ways("JSON", "swap")
    with pytest.raises(TypeError, match="change must be a Change"):
        both_ways("JSON", 5)
    with pytest.raises(ValueError, match="name must be one of"):
        outcome("YAML", LINE_V1, SAMPLE_V1, LINE_V1)
