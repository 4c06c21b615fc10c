"""Documents that bytes decide: nothing that judges or verifies them may raise. In ``tox -e fuzz`` atheris decides."""
