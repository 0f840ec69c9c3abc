def town() -> str:
    return """WITH a AS (SELECT * FROM customer_profile) SELECT town FROM a WHERE customer_id = :customer"""


def latest() -> str:
    return """SELECT * FROM (SELECT id, placed FROM orders WHERE customer_id = :customer) ORDER BY placed DESC, id DESC LIMIT 5"""


def evenings() -> str:
    return """WITH mine AS (SELECT * FROM orders WHERE customer_id = :customer) SELECT starts, title, seat FROM mine JOIN ticket t ON t.order_id = mine.id JOIN performance p ON p.id = t.performance_id JOIN show s ON s.id = p.show_id ORDER BY starts, title, seat"""
