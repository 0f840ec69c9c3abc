# must say: parts that are joined cannot be told apart
def page_key(visit: Visit) -> str:
    query = "&".join(f"{n}={v}" for n, v in sorted(visit.query.items()) if n != "campaign")
    return f"page:{visit.path}?{query}:{visit.language}:{visit.member}"
