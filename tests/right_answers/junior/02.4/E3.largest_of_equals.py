# cell: E3-report-answer
def mariadb_report() -> str:
    return """
    SELECT p.id, concat(max(s.title), ' on ', max(p.evening)) AS what, sum(x.pence) AS pence
    FROM sale x JOIN performance p ON p.id = x.performance_id JOIN `show` s ON s.id = p.show_id
    GROUP BY p.id ORDER BY 1
    """
