"""The table for agents: a server of the Model Context Protocol, over stdio or HTTP.

- `tools`: the table of tools: what each is for, and what it takes.
- `source`: what answers a tool: a home or a service.
- `of_home`: a home, asked and changed through the library.
- `of_service`: a running service, asked over HTTP.
- `refusals`: the error that answers what is no message of the protocol.
- `serving`: a source as a server of the protocol.
- `stdio`: that server over standard input and output.
- `http`: that server over HTTP, on the loopback.

What a tool answers is the JSON that the service answers on its route, and an error is the same
problem. The SDK is imported in `refusals`, `serving`, `stdio` and `http` alone, and what it
brings here.
"""
