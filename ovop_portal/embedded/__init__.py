"""The supervisor: gives the demo, the tests and `make manage` their PostgreSQL, Valkey, web, worker and beat.

It imports no Django: it must be able to start servers before there is a database, and say what is wrong when Django cannot even load. `environment.py` is
older still: it runs on a bare Python before anything is installed, so it imports nothing of the project.

    environment  makes `.venv` (bare Python)
    places       where a run keeps its files, its lock and its state
    processes    children that die with their parent
    postgres, valkey, servers   the servers
    demo, testing               what is done with them
    browser      finds or fetches a browser for the tests
"""
