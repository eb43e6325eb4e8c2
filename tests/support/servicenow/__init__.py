"""A ServiceNow instance for tests: it speaks the Table API over HTTP, in a process of its own, and fails when told to.

python -m tests.support.servicenow --port 8123

Behaves as docs/servicenow.md says of real instances. `process.FakeInstance` starts it and talks to its control address.
"""
