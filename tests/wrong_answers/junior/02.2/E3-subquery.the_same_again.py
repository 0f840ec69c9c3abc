# must say: the subquery still asks for each ticket who ordered it
def seats_of():
    return """SELECT t.performance_id, t.seat FROM ticket t WHERE (SELECT o.customer_id FROM orders o WHERE o.id = t.order_id) = :customer ORDER BY t.performance_id, t.seat"""


def placed_on() -> str:
    return """SELECT id, customer_id FROM orders
              WHERE placed >= :day AND placed < date(:day, '+1 day') ORDER BY id"""


def payments_of() -> str:
    return "SELECT id, pence FROM payment WHERE order_id = :order ORDER BY id"


def next_page() -> str:
    return """SELECT performance_id, seat, pence FROM ticket
              WHERE (performance_id, seat) > (:performance, :seat)
              ORDER BY performance_id, seat LIMIT 20"""
