"""statuszoo: any status, with any headers, late or broken, as the address asks for it.

    GET /status/503?header=Retry-After: 7
    POST /status/308?header=Location: /status/201
    GET /status/200?body=<h1>Back soon</h1>&type=text/html&delay_ms=200
    GET /status/200?fault=cut

Without `body` it says what it was asked, so that one sees what arrived where a redirect leads.
"""
