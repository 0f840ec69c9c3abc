# cell: E3-report-answer
def mariadb_report() -> str:
    return '''
    SELECT performance.id, concat(s.title, ' on ', performance.evening), sum(sale.pence)
    FROM performance JOIN `show` s ON s.id = performance.show_id
    JOIN sale ON sale.performance_id = performance.id
    GROUP BY performance.id, s.id, s.title, performance.evening ORDER BY performance.id ASC
    '''
