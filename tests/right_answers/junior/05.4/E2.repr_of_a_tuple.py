def page_key(visit: Visit) -> str:
    query = tuple((name, visit.query[name]) for name in sorted(visit.query) if name != "campaign")
    return f"page:{(visit.member, visit.language, visit.path, query)!r}"
