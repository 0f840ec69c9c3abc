"""frontdoor: the public page, static HTML and plain JavaScript, which speaks to an API.

The API may be at any address, another origin among them, and has
- `GET /performances`: `{"performances": [{"id": 7, "title": "Dido", "starts": "2026-12-04T19:30"},
  …]}`;
- `GET /performances/{id}/seats`: `{"seats": [{"seat": "A1", "free": true}]}`, in order;
- `POST /holds` with `{"performance": 7, "seat": "A1"}`: 201 and `{"id": 41}`;
- `DELETE /holds/{id}`: 204.

Each error is problem details (RFC 9457), of which `detail` is shown to the guest, as text. The page
of one performance, `/?performance=7`, needs no list of performances.
"""
