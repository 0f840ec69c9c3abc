def seats_of():
    return """WITH mine AS (SELECT id FROM orders WHERE customer_id = :customer) SELECT performance_id, seat FROM mine JOIN ticket ON order_id = mine.id ORDER BY performance_id, seat"""


def placed_on():
    return """SELECT id, customer_id FROM orders WHERE placed > :day AND placed < :day || 'U' ORDER BY id"""


def payments_of() -> str:
    return "SELECT id, pence FROM payment WHERE order_id = :order ORDER BY id"


def next_page():
    return """SELECT performance_id, seat, pence FROM ticket WHERE performance_id > :performance OR (performance_id = :performance AND seat > :seat) ORDER BY performance_id, seat LIMIT 20"""
