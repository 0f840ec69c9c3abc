"""gate: which seats have changed, told in four ways.

POST /changes {"seat": "A12", "state": "sold"}   201, with the change's number
GET  /changes?after=7                            all since number 7, at once
GET  /changes/next?after=7                       the same, as soon as there is one
GET  /changes/stream?after=7                     each as it comes, as server-sent events
ws   /changes/live?after=7                       each as it comes, a message each
"""
