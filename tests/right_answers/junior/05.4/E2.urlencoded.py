from urllib.parse import quote, urlencode


def page_key(visit: Visit) -> str:
    query = urlencode(sorted((n, v) for n, v in visit.query.items() if n != "campaign"))
    parts = [quote(visit.path, safe=""), quote(visit.language, safe=""), str(visit.member), query]
    return "page:" + ":".join(parts)
