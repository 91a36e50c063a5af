"""The web server's settings: gunicorn darmstadt_mso.wsgi --config python:darmstadt_mso.gunicorn_conf"""

import os

HOST = os.environ.get("HOST") or "127.0.0.1"
PORT = os.environ.get("PORT") or "8000"

bind = f"[{HOST}]:{PORT}" if ":" in HOST else f"{HOST}:{PORT}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = 4
# Each worker keeps its database connections; none may be opened before they are forked.
preload_app = False
max_requests = 2000
max_requests_jitter = 200
timeout = 60
graceful_timeout = 20
keepalive = 5
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # a heartbeat file, not on a slow disk
control_socket_disable = True  # it would lie in the home folder, which may be read-only or shared
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")
# No access log: addresses of visitors are personal data. A proxy in front may keep one.
accesslog = None
errorlog = "-"
loglevel = "warning"
