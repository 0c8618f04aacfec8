"""A hierarchy of Certomancer on loopback: certomancer_pki.py FOLDER

The keys are expected in FOLDER/keys. Writes FOLDER/{root,issuer,signer,chain}.pem, says the port on a line of its own, and
serves lists, responder and time-stamps until standard input ends.
"""
import os
import sys
import threading
from wsgiref.simple_server import WSGIRequestHandler, make_server

from asn1crypto import pem
from certomancer.integrations.animator import Animator, AnimatorArchStore
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig


class Silent(WSGIRequestHandler):
    def log_message(self, *_):
        pass


folder = sys.argv[1]
animator = None
server = make_server(
    "127.0.0.1", 0, lambda environ, start: animator(environ, start), handler_class=Silent
)
port = server.server_port
here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "certomancer_pki.yml"), encoding="utf-8") as file:
    config = CertomancerConfig.from_yaml(
        file.read(), key_search_dir=folder, external_url_prefix=f"http://127.0.0.1:{port}"
    )
pki = config.get_pki_arch(ArchLabel("living"))
animator = Animator(AnimatorArchStore(config.pki_archs), with_web_ui=False)


def write(name, labels):
    with open(os.path.join(folder, name), "wb") as file:
        for label in labels:
            file.write(pem.armor("CERTIFICATE", pki.get_cert(CertLabel(label)).dump()))


for label in ("root", "issuer", "signer"):
    write(f"{label}.pem", [label])
write("chain.pem", ["signer", "issuer"])
threading.Thread(target=server.serve_forever, daemon=True).start()
print(port, flush=True)
sys.stdin.read()
