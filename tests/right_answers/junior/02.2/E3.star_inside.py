def seats_of() -> str:
    return """WITH mine AS (SELECT * FROM orders WHERE customer_id = :customer) SELECT performance_id, seat FROM ticket JOIN mine ON mine.id = order_id ORDER BY 1, 2"""


def placed_on() -> str:
    return """SELECT id, customer_id FROM orders
              WHERE placed >= :day AND placed < date(:day, '+1 day') ORDER BY id"""


def payments_of() -> str:
    return """WITH a AS (SELECT * FROM payment WHERE order_id = :order) SELECT id, pence FROM a ORDER BY id"""


def next_page() -> str:
    return """SELECT performance_id, seat, pence FROM ticket
              WHERE (performance_id, seat) > (:performance, :seat)
              ORDER BY performance_id, seat LIMIT 20"""
