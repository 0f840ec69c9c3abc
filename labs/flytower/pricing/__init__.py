"""pricing: what a ticket's fee is, and what each seat of a hall costs.

By gRPC, as pricing.proto says it, and the same as JSON over HTTP:

    POST /fees {"pence": 2000}
    GET /seats?count=200
    GET /pricing.proto
    GET /grpc
"""
