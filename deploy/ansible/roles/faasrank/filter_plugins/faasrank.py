"""Filters that the role's checks need, with nothing but Python's own library."""

import difflib
import zipfile

CHECK = "/host/ActorSystems.class"


def faasrank_jar_line(path):
    """What the OpenWhisk runs on that a plugin's jar is for: akka, pekko, or empty for another file.

    The jar holds the name of the class that it looks for in a controller or invoker.
    """
    try:
        with zipfile.ZipFile(path) as jar:
            names = [name for name in jar.namelist() if name.endswith(CHECK)]
            code = jar.read(names[0]) if names else b""
    except (OSError, zipfile.BadZipFile):
        return ""
    if b"org.apache.pekko.actor.ActorSystem" in code:
        return "pekko"
    return "akka" if b"akka.actor.ActorSystem" in code else ""


def faasrank_nearest(name, known):
    """The known name that is most like this one."""
    return difflib.get_close_matches(name, sorted(known), n=1, cutoff=0)[0]


class FilterModule:
    """What Ansible looks for."""

    def filters(self):
        return {"faasrank_jar_line": faasrank_jar_line, "faasrank_nearest": faasrank_nearest}
