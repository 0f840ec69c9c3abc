"""Keys that note who is looked up, and hold up who looks."""

from labs.units.j08_4.held import WatchedKeys


def test_what_is_kept_outside_has_changed_by_the_next_line() -> None:
    keys, shared = WatchedKeys({"a": "Tom"}, "a"), dict[str, str | None]()

    def caller() -> tuple[str | None, str | None]:
        own = shared["caller"] = keys.get("a")
        return own, shared["caller"]

    assert caller() == ("Tom", "Tom"), "nothing happens meanwhile"
    keys.meanwhile = lambda: shared.update(caller="Ines")
    assert caller() == ("Tom", "Ines")
    assert keys.looked_up == ["a", "a"]


def test_who_looks_up_another_is_not_held() -> None:
    keys, called = WatchedKeys({"a": "Tom", "b": "Ines"}, "a"), list[str]()
    keys.meanwhile = lambda: called.append("meanwhile")

    def looks(key: str) -> tuple[bool, list[str]]:
        known = key in keys
        return known, list(called)

    assert looks("b") == (True, [])
    assert looks("c") == (False, [])
    assert looks("a") == (True, ["meanwhile"])
    assert set(keys) == {"a", "b"}
    assert len(keys) == 2
