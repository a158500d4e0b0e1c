"""Two edges, a presence server and two services, in a temporary directory and on loopback addresses of their own."""
import hashlib
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time

import client_certificates
import rules

# The services take settings of the caller's environment before those of their files.
for variable in [name for name in os.environ if name.startswith("SMIME_PRESENCE_")]:
    del os.environ[variable]

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DOMAIN = "example.test"
PASSWORDS = {"alice": "wonderland", "bob": "builder", "carol": "christmas", "mallory": "malice",
             "gail": "gale", "hugo": "hugonot"}
# Users without certificates, whose messages may be in clear.
CLEAR_PASSWORDS = {"dave": "davenport", "erin": "erinyes", "frank": "frankly", "grace": "graceful"}


class Child:
    """A process with children of its own; killed with all of them at the end."""

    def __init__(self, arguments, log):
        with open(log, "ab") as output:
            self.process = subprocess.Popen(
                arguments, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True)

    def signal(self, number):
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            pass

    def kill(self):
        self.signal(signal.SIGKILL)
        self.process.wait()


class Lab:
    """Starts and stops everything; `with Lab(...) as lab`."""

    shared_megabytes = "64"

    def __init__(self, tool, service, has_other_server=False):
        self.tool, self.service = os.path.abspath(tool), os.path.abspath(service)
        self.directory = tempfile.mkdtemp(prefix="smime-kamailio-")
        self.children = {}
        net = f"127.{random.randint(64, 250)}.{random.randint(1, 250)}"
        self.phones, self.user_edge, self.server_edge = f"{net}.1", f"{net}.2", f"{net}.3"
        self.has_other_server = has_other_server
        self.core = f"{net}.4" if has_other_server else self.server_edge
        self.phone_port, self.network_port, self.edge_port, self.tls_port = 5070, 5071, 5060, 5061

    def __enter__(self):
        try:
            self.make_stores()
            self.make_databases()
            self.make_configurations()
            if self.has_other_server:
                self.start("other-server")
            for name in ("user-service", "server-service", "server-edge", "user-edge"):
                self.start(name)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for child in self.children.values():
            child.kill()
        if os.environ.get("KEEP"):
            print("kept", self.directory)
        else:
            shutil.rmtree(self.directory, ignore_errors=True)

    def path(self, name):
        return os.path.join(self.directory, name)

    def run(self, store, *arguments):
        """Runs smime-presence with a store."""
        done = subprocess.run(
            [self.tool, "--no-config", *arguments], cwd=self.directory, capture_output=True, check=False,
            env={**os.environ, "SMIME_PRESENCE_STORE": self.path(store + ".db"), "LC_ALL": "C"})
        if done.returncode != 0:
            raise RuntimeError(f"smime-presence {' '.join(arguments)}: {done.stderr.decode(errors='replace')}")
        return done.stdout

    def make_stores(self):
        """A CA; the user's store with the keys of subscribers, the server's with the key of the domain."""
        self.run("ca", "ca", "init", "--domain", DOMAIN)
        self.run("ca", "ca", "show", "-o", "ca.pem")
        self.run("ca", "ca", "crl", "-o", "ca.crl")
        for store in ("user", "core", "attacker"):
            self.run(store, "trust", "add", "ca.pem", "--crl", "ca.crl")
        for name in PASSWORDS:
            self.enrol(name)
        self.issue("server", f"sip:{DOMAIN}")
        self.run("user", "cert", "import", "server.pem")
        self.run("core", "cert", "import", "server.pem", "--key", "server.key")
        self.run("attacker", "cert", "import", "mallory.pem", "--key", "mallory.key")
        self.run("attacker", "cert", "import", "server.pem")

    def enrol(self, name):
        """A certificate for a user: at the user's edge with its key, at the server's without."""
        self.issue(name, f"sip:{name}@{DOMAIN}")
        self.run("user", "cert", "import", name + ".pem", "--key", name + ".key")
        self.run("core", "cert", "import", name + ".pem")

    def issue(self, name, uri):
        """A certificate and its key, in files of this name."""
        self.run("ca", "cert", "issue", uri)
        self.run("ca", "cert", "export", uri, "-o", name + ".pem")
        self.run("ca", "cert", "export", uri, "--key", "-o", name + ".key")

    def sql(self, database, statements):
        return subprocess.run(["sqlite3", "-cmd", ".timeout 5000", self.path(database)],
                              input=statements.encode(), check=True, capture_output=True).stdout

    def make_databases(self):
        """Kamailio's tables: subscribers with passwords at the user's edge, presence rules at the server's."""
        for database, schemas in (("phones", ("standard", "auth_db")), ("presence", ("standard", "presence", "auth_db"))):
            for schema in schemas:
                with open(f"/usr/share/kamailio/db_sqlite/{schema}-create.sql", encoding="utf-8") as file:
                    self.sql(database + ".sqlite", file.read())
        with open(os.path.join(HERE, "phones-create.sql"), encoding="utf-8") as file:
            self.sql("phones.sqlite", file.read())
        for name, password in {**PASSWORDS, **CLEAR_PASSWORDS}.items():
            ha1 = hashlib.md5(f"{name}:{DOMAIN}:{password}".encode()).hexdigest()
            for database in ("phones", "presence"):
                self.sql(database + ".sqlite", "INSERT INTO subscriber (username, domain, password, ha1, ha1b) "
                         f"VALUES ('{name}', '{DOMAIN}', '', '{ha1}', '');")
        with open(os.path.join(HERE, "alice-rules.xml"), encoding="utf-8") as file:
            template = file.read()
        for name, watchers in rules.KAMAILIO.items():
            document = rules.of_kamailio(template, watchers)
            self.sql("presence.sqlite", "INSERT INTO xcap (username, domain, doc, doc_type, etag, source, doc_uri, port) "
                     f"VALUES ('{name}', '{DOMAIN}', '{document}', 2, 'a', 0, 'pres-rules/{name}', 0);")

    def make_configurations(self):
        client_certificates.certify(self.path, ["bob", "alice", "mallory"])
        os.mkdir(self.path("rules"))
        for name, document in rules.SERVICE.items():
            with open(self.path(f"rules/sip:{name}@{DOMAIN}.xml"), "w", encoding="utf-8") as file:
                file.write(document)
        for name, store, signs in (("user", "user", [f"sip:*@{DOMAIN}"]),
                                   ("server", "core", [f"sip:{DOMAIN}"])):
            socket_path = self.path(name + ".sock")
            asked = {"policy-directory": self.path("rules")} if name == "server" and not self.has_other_server else {}
            with open(self.path(name + "-service.json"), "w", encoding="utf-8") as file:
                json.dump({"service": {
                    "store": self.path(store + ".db"), "sockets": ["edge"],
                    "socket": {"edge": {"path": socket_path, "profile": "edge"}},
                    "profile": {"edge": {
                        **asked, "operations": ["judge", "protect", "open"], "sign-for": signs,
                        "prefer-protection": [f"sip:dave@{DOMAIN}", f"sip:erin@{DOMAIN}"],
                        "without-protection": [f"sip:frank@{DOMAIN}", f"sip:grace@{DOMAIN}"]}}}}, file)
        common = {"SP_LUA": self.path("smime-presence.lua")}
        settings = {
            "user-edge": {
                "SP_PHONE_IP": self.user_edge, "SP_NETWORK_IP": self.user_edge,
                "SP_NEXT_HOP": f"sip:{self.server_edge}:{self.edge_port};transport=tcp",
                "SP_TLS_CA": self.path("tls-ca.pem"), "SP_TLS_CERTIFICATE": self.path("tls-edge.pem"),
                "SP_TLS_KEY": self.path("tls-edge.key"), "SP_SERVICE": self.path("user.sock"), "SP_DATABASE": "sqlite:///" + self.path("phones.sqlite")},
            "server-edge": {
                "SP_EDGE_IP": self.server_edge, "SP_CORE_IP": self.core,
                "SP_INNER_IP": self.server_edge,
                "SP_SERVICE": self.path("server.sock"), "SP_DATABASE": "sqlite:///" + self.path("presence.sqlite")}}
        shutil.copy(os.path.join(HERE, "smime-presence.lua"), self.directory)
        if self.has_other_server:
            settings["other-server"] = {
                "SP_CORE_IP": self.core, "SP_CORE_PORT": "5063", "SP_DATABASE": settings["server-edge"]["SP_DATABASE"]}
        for name, values in settings.items():
            shutil.copy(os.path.join(HERE, "test" if name == "other-server" else "", name + ".cfg"), self.directory)
            with open(self.path(name + "-local.cfg"), "w", encoding="utf-8") as file:
                for key, value in {**common, **values}.items():
                    file.write(f'#!substdef "!{key}!{value}!g"\n')
                if name == "user-edge":
                    file.write(f"#!define SP_PHONE_TLS_PORT {self.tls_port}\n")
                if name == "server-edge" and self.has_other_server:
                    file.write("#!define SP_OTHER_SERVER\n")

    def start(self, name):
        """Starts a process by name and waits until it answers."""
        log = self.path(name + ".log")
        if name.endswith("-service"):
            self.children[name] = Child(
                [self.service, "--config", self.path(name + ".json")], log)
            self.wait_for(name, lambda: self.connects_unix(self.path(name.split("-")[0] + ".sock")))
            return
        run_directory = self.path(name + ".run")
        os.makedirs(run_directory, exist_ok=True)
        self.children[name] = Child(
            ["kamailio", "-DD", "-E", "-f", self.path(name + ".cfg"), "-P", self.path(name + ".pid"),
             "-w", run_directory, "-Y", run_directory, "-m", self.shared_megabytes, "-M", "8"], log)
        if name == "other-server":
            # It has no TCP port; the first SUBSCRIBE is sent again until it answers.
            return
        address = (self.user_edge, self.network_port) if name == "user-edge" else (self.server_edge, self.edge_port)
        self.wait_for(name, lambda: self.connects(address))

    def stop(self, name):
        self.children.pop(name).kill()

    def wait_for(self, name, is_ready):
        limit = time.monotonic() + 15
        while not is_ready():
            if self.children[name].process.poll() is not None or time.monotonic() > limit:
                with open(self.path(name + ".log"), encoding="utf-8", errors="replace") as file:
                    raise RuntimeError(f"{name} did not start:\n{file.read()[-3000:]}")
            time.sleep(0.05)

    @staticmethod
    def connects(address):
        try:
            socket.create_connection(address, 0.5).close()
        except OSError:
            return False
        return True

    @staticmethod
    def connects_unix(path):
        with socket.socket(socket.AF_UNIX) as client:
            try:
                client.connect(path)
            except OSError:
                return False
        return True
