"""Other people's web, on this machine: pages with every fault that a link can have."""

import datetime
import ssl
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

Page = Callable[[BaseHTTPRequestHandler], None]


class Elsewhere:
    """A server whose pages a test says. `asked` are (method, path, value of the Host header) in their order, `most` how
    many requests it had at one time."""

    def __init__(self, tls: ssl.SSLContext | None = None):
        self.pages: dict[str, Page] = {}
        self.asked: list[tuple[str, str, str]] = []
        self.agents: set[str] = set()
        self.now, self.most = 0, 0
        self.leaving = threading.Event()
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.handle_error = lambda *said: None
        if tls:
            # The handshake belongs to the thread of its request, or one that hangs stops them all.
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self.port = self._server.server_port
        self.scheme = "https" if tls else "http"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def url(self, path: str = "/", name: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{name}:{self.port}{path}"

    def says(self, path: str, status: int = 200, *, head: int | None = None, **headers: str) -> str:
        """A page that answers with a status, another one to HEAD where that is said; returns its address."""

        def page(request: BaseHTTPRequestHandler) -> None:
            request.send_response(head if head and request.command == "HEAD" else status)
            for name, value in headers.items():
                request.send_header(name.replace("_", "-"), value)
            request.send_header("Content-Length", "0")
            request.end_headers()

        return self.does(path, page)

    def does(self, path: str, page: Page) -> str:
        self.pages[path] = page
        return self.url(path)

    def close(self) -> None:
        self.leaving.set()
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        web = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                with web._lock:
                    web.asked.append((self.command, self.path, self.headers["Host"]))
                    web.agents.add(self.headers["User-Agent"])
                    web.now += 1
                    web.most = max(web.most, web.now)
                try:
                    web.pages.get(self.path, lambda request: request.send_error(404))(self)
                except OSError:
                    self.close_connection = True
                finally:
                    with web._lock:
                        web.now -= 1

            do_GET = do_HEAD = answer

            def log_message(self, *said: Any) -> None:
                """Tests are quiet."""

        return Handler


def certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, Path]:
    """A server's side of TLS with a certificate for `name` that it signed itself, and the file of that certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    day, now = datetime.timedelta(days=1), datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - day)
        .not_valid_after(now + day)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "certificate.pem", folder / "key.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    private.write_bytes(key.private_bytes(*plain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return context, public
