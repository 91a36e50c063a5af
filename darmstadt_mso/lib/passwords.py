from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2Hasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB a hash (OWASP's minimum): eight threads at log-in stay below 200 MB."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
