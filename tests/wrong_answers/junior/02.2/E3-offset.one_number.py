# must say: compare the two bare columns with the last ticket, as a pair.
def seats_of() -> str:
    return """SELECT t.performance_id, t.seat FROM orders o JOIN ticket t ON t.order_id = o.id
              WHERE o.customer_id = :customer ORDER BY t.performance_id, t.seat"""


def placed_on() -> str:
    return """SELECT id, customer_id FROM orders
              WHERE placed >= :day AND placed < date(:day, '+1 day') ORDER BY id"""


def payments_of() -> str:
    return "SELECT id, pence FROM payment WHERE order_id = :order ORDER BY id"


def next_page():
    return """SELECT performance_id, seat, pence FROM ticket WHERE performance_id * 10000 + seat > :performance * 10000 + :seat ORDER BY performance_id, seat LIMIT 20"""
