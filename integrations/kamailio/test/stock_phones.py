"""The claims about other phones: baresip as it is, and phones with TLS client certificates."""
from baresip import Baresip
from claims import check
from client_certificates import TLSPhone
from lab import PASSWORDS


class StockPhones:
    """A part of the story."""

    def baresips(self):
        """Phones as Debian has them, not changed for this."""
        gail = Baresip(self.lab, "gail", PASSWORDS["gail"], "hugo", 6001)
        hugo = Baresip(self.lab, "hugo", PASSWORDS["hugo"], "gail", 6101)
        for phone, watcher, names in ((gail, hugo, "hugo's baresip shows gail"), (hugo, gail, "gail's shows hugo")):
            for command, state in (("presence_online", "Online"), ("presence_offline", "Offline"),
                                   ("presence_online", "Online")):
                phone.command(command)
                check(f"{names} {state.lower()}", watcher.shows(state), watcher.command("contacts"))
        for phone in (gail, hugo):
            phone.close()

    def certificates(self):
        """Phones that prove who they are by TLS."""
        edge = (self.lab.user_edge, self.lab.tls_port)
        bob, alice = (TLSPhone(self.lab.path, user, edge) for user in ("bob", "alice"))
        statuses, dialog = bob.subscribe("alice")
        check("bob subscribes with a client certificate, without a password", statuses == [200], statuses)
        note = self.note()
        statuses, _ = alice.publish(note)
        check("alice publishes with hers", statuses == [200], statuses)
        check("bob gets the NOTIFY over his connection", bob.notified(note) is not None, "no NOTIFY")
        statuses, _ = bob.subscribe("alice", dialog=dialog, expires=0)
        check("bob ends this subscription", statuses == [200], statuses)
        self.bob.notified(note)
        before = self.signatures()
        impostor = TLSPhone(self.lab.path, "alice", edge, login="mallory")
        statuses, _ = impostor.publish(self.note())
        check("mallory's certificate with From alice gets 403, and nothing is signed",
              statuses == [403] and self.signatures() == before, statuses)
        try:
            statuses, _ = TLSPhone(self.lab.path, "alice", edge, login="").publish(self.note())
        except OSError:
            statuses = [None]
        check("a phone without a certificate is not answered", statuses == [None] and self.signatures() == before, statuses)
        for phone in (bob, alice, impostor):
            phone.close()
