"""A small OpenID provider that really listens on 127.0.0.1, and lets in whomever the test names."""

import base64
import hashlib
import json
import secrets
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt

CLIENT_ID, CLIENT_SECRET = "mso-portal", "ein Geheimnis, das lang genug für eine Unterschrift ist"


class OpenIDProvider:
    """`person` holds the claims of whoever logs in there; `token` changes those of the id token."""

    def __init__(self):
        self.person, self.token, self.codes, self.asked = {}, {}, {}, []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.thread = threading.Thread(target=self.server.serve_forever, args=[0.05], daemon=True)
        self.thread.start()

    @property
    def issuer(self):
        return f"http://127.0.0.1:{self.server.server_port}"

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def handler(provider):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.answer({})

            def do_POST(self):
                self.answer(flat(self.rfile.read(int(self.headers["Content-Length"])).decode()))

            def answer(self, data):
                url = urlsplit(self.path)
                page = url.path.rpartition("/")[2].replace("-", "_")
                status, headers, body = getattr(provider, page)(flat(url.query) | data, self.headers)
                self.send_response(status)
                for name, value in {"Content-Type": "application/json", **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(json.dumps(body).encode())

            def log_message(self, *words):
                pass

        return Handler

    def openid_configuration(self, data, headers):
        pages = {"authorization_endpoint": "authorize", "token_endpoint": "tokens", "userinfo_endpoint": "userinfo"}
        own = {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/jwks"}
        methods = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
        return 200, {}, own | methods | {name: f"{self.issuer}/{page}" for name, page in pages.items()}

    def authorize(self, data, headers):
        """Whoever comes is logged in already."""
        assert data["client_id"] == CLIENT_ID and data["response_type"] == "code"
        self.asked.append(data)
        code = secrets.token_urlsafe()
        self.codes[code] = (data["redirect_uri"], data["code_challenge"], dict(self.person))
        target = f"{data['redirect_uri']}?{urlencode({'code': code, 'state': data['state']})}"
        return 302, {"Location": target}, {}

    def tokens(self, data, headers):
        redirect_uri, challenge, person = self.codes.pop(data["code"])
        known = (data["client_id"], data["client_secret"], data["redirect_uri"])
        if known != (CLIENT_ID, CLIENT_SECRET, redirect_uri) or hashed(data["code_verifier"]) != challenge:
            return 400, {}, {"error": "invalid_grant"}
        access = secrets.token_urlsafe()
        self.codes[access] = person
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT_ID, "sub": person["sub"], "iat": now, "exp": now + 60} | self.token
        id_token = jwt.encode(claims, CLIENT_SECRET, algorithm="HS256")
        return 200, {}, {"access_token": access, "token_type": "Bearer", "id_token": id_token}

    def userinfo(self, data, headers):
        return 200, {}, self.codes.pop(headers["Authorization"].removeprefix("Bearer "))


def flat(query):
    return {name: values[-1] for name, values in parse_qs(query).items()}


def hashed(verifier):
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None


def location(url):
    """Where a page leads, asked for as a browser does."""
    try:
        return urllib.request.build_opener(Stay).open(url, timeout=30).headers["Location"]
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.headers["Location"]
