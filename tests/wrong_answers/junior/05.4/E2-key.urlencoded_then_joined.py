# must say: in two texts, parts that are joined cannot be told apart
from urllib.parse import urlencode


def page_key(visit: Visit) -> str:
    query = sorted(item for item in visit.query.items() if item[0] != "campaign")
    return f"page:{visit.path}?{urlencode(query)}:{visit.language}:{visit.member}"
