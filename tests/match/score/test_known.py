"""What the index has of a candidate is what its table says."""

from __future__ import annotations

from resolver.index import Index
from resolver.index.segment import fact_code
from resolver.match.score.known import Known, countries_of


def known(index: Index, entity_id: str) -> Known:
    """An entity by its name."""
    number = index.find_id(entity_id)
    assert number is not None
    segment, row = index.of_entity(number)
    return Known.of(number, segment.first_alias + segment.aliases_of(row)[0], index)


def test_a_candidate_is_read_row_by_row(small_index: Index) -> None:
    for segment in small_index.segments:
        for entity in range(len(segment.entity_id)):
            found = known(small_index, segment.entity_id[entity])
            assert found.text == found.whole_alias().text == segment.entity_name[entity]
            assert found.type == segment.type_of(entity)
            assert found.kind == found.whole_alias().kind


def test_countries_and_properties_are_those_of_the_record(small_index: Index) -> None:
    for segment in small_index.segments:
        for entity in range(len(segment.entity_id)):
            found = known(small_index, segment.entity_id[entity])
            record = small_index.record(segment.first_entity + entity)
            own = found.record(found.facts())
            assert own.get("properties", {}) == record.get("properties", {})
            assert own.get("country", []) == record.get("country", [])
            assert countries_of(found.facts()).get("country", []) == record.get("country", [])


def test_of_other_facts_there_are_no_countries() -> None:
    assert countries_of([fact_code(".country", "IQ"), fact_code(".city", "Basra")]) == {}
    assert countries_of([fact_code("country", "IQ"), fact_code("country", "LB")]) == {
        "country": ["IQ", "LB"]
    }
