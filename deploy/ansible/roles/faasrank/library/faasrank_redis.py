#!/usr/bin/python
"""Reads and switches what controllers look up in Redis, with nothing but Python's own library.

A host of an OpenWhisk has neither redis-cli nor a Redis client for Python. Passwords reach this module as Ansible
passes parameters, never on a command line, and never come back.
"""

import json
import socket
import ssl

from ansible.module_utils.basic import AnsibleModule

DOCUMENTATION = r"""
---
module: faasrank_redis
short_description: Reads FaaSRank's state in Redis, or switches the controllers' mode
description: Speaks the Redis protocol by itself. Supports check mode and diff.
options:
  host: {description: Host of Redis., type: str, required: true}
  port: {description: Port of Redis., type: int, required: true}
  database: {description: Number of the database., type: int, default: 0}
  user: {description: ACL user; empty for a Redis without ACL., type: str, default: ""}
  password: {description: Its password., type: str, required: true}
  tls: {description: Whether to speak TLS; certificate and host name are checked., type: bool, default: false}
  ca: {description: PEM text of the certificates to trust; empty for those of the system., type: str, default: ""}
  timeout: {description: Seconds to wait for a connection and for an answer., type: float, default: 5}
  mode:
    description: What the key of the mode should hold, empty to delete it. Without it nothing is changed.
    type: str
  invokers: {description: How many invokers' reports to read., type: int, default: 0}
  try_as:
    description: Only try what a controller or an invoker does, changing nothing; Redis may be away.
    type: str
    choices: [controller, invoker]
  invoker: {description: Number of the invoker whose report is tried., type: int, default: 0}
  events: {description: Whether controllers write the log of events., type: bool, default: false}
  forget: {description: Delete what does not expire by itself., type: bool, default: false}
"""

MODE = "faasrank:1:mode"
MODEL = "faasrank:1:model"
METRICS = "faasrank:1:metrics"
EVENTS = "faasrank:1:events"
CONTROLLERS = "faasrank:1:controllers"
CANDIDATE = "faasrank:1:candidate"
REPORT = "faasrank:1:invoker:%d"
LEFT = (MODE, MODEL, EVENTS, CANDIDATE, "faasrank:1:refused", "faasrank:1:canary:last")


class Refused(Exception):
    """An answer that is an error."""


class Away(Exception):
    """No answer, or no server."""


def answers_plainly(address, timeout):
    """Whether a server that keeps silent about TLS talks without it."""
    try:
        with socket.create_connection(address, timeout) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(1) in (b"+", b"-")
    except OSError:
        return False


class Redis:
    """One connection; commands and answers are lists, bytes and numbers."""

    def __init__(self, params):
        address = (params["host"], params["port"])
        try:
            connection = socket.create_connection(address, params["timeout"])
        except OSError as failure:
            raise Away(failure) from None
        if params["tls"]:
            context = ssl.create_default_context(cadata=params["ca"] or None)
            try:
                connection = context.wrap_socket(connection, server_hostname=params["host"])
            except socket.timeout:
                if answers_plainly(address, params["timeout"]):
                    raise ConnectionError("it speaks no TLS") from None
                raise
        self.stream = connection.makefile("rwb")
        user = [params["user"]] if params["user"] else []
        try:
            self.call("AUTH", *user, params["password"])
        except Refused as refusal:
            if user and "wrong number of arguments" in str(refusal):
                raise Refused("and all users, being older than 6: leave all four empty, or use 6.2") from None
            raise
        if params["database"] != 0:
            self.call("SELECT", params["database"])

    def call(self, *words):
        self.stream.write(b"*%d\r\n" % len(words))
        for word in words:
            data = str(word).encode()
            self.stream.write(b"$%d\r\n%s\r\n" % (len(data), data))
        self.stream.flush()
        try:
            return self.answer()
        except Refused as refusal:
            raise Refused("the command %s: %s" % (words[0], refusal)) from None

    def answer(self):
        line = self.stream.readline()
        if not line.endswith(b"\r\n"):
            raise ConnectionError("Redis closed the connection")
        kind, rest = line[:1], line[1:-2]
        if kind == b"-":
            raise Refused(rest.decode())
        if kind == b"+":
            return rest
        if kind == b":":
            return int(rest)
        if kind == b"$":
            return None if rest == b"-1" else self.stream.read(int(rest) + 2)[:-2]
        if kind == b"*":
            return [self.answer() for _ in range(int(rest))]
        raise ConnectionError("not the protocol of Redis: %r" % line[:20])


def text(value):
    return value if value is None else value.decode("utf-8", "replace")


def report(invoker, document, now_millis):
    """What status.yml shows of one invoker."""
    if document is None:
        return {"invoker": invoker, "state": "no report"}
    try:
        fields = json.loads(document)
        age = now_millis - fields["sampled_at_epoch_ms"]
        containers = fields["containers"]
    except (ValueError, KeyError, TypeError):
        return {"invoker": invoker, "state": "a report that is none"}
    return {
        "invoker": invoker,
        "state": "reports",
        "age_ms": age,
        "inflight_count": containers and containers.get("inflight_count"),
        "reserved_memory_mb": containers and containers.get("reserved_memory_mb"),
    }


def listening(redis):
    """How many controllers are subscribed; unknown to a reader without the right to ask."""
    try:
        return redis.call("PUBSUB", "NUMSUB", METRICS)[1]
    except Refused:
        return "unknown"


def read(redis, invokers):
    seconds, micros = redis.call("TIME")
    now_millis = int(seconds) * 1000 + int(micros) // 1000
    keys = [REPORT % invoker for invoker in range(invokers)]
    documents = redis.call("MGET", *keys) if keys else []
    return {
        "mode": text(redis.call("GET", MODE)),
        "model": text(redis.call("HGET", MODEL, "version")),
        "listening": listening(redis),
        "reports": [report(invoker, document, now_millis) for invoker, document in enumerate(documents)],
    }


def switch(redis, mode, check_mode):
    """Sets or deletes the mode and reads it back."""
    before = text(redis.call("GET", MODE)) or ""
    changed = before != mode
    if changed and not check_mode:
        if mode:
            redis.call("SET", MODE, mode)
        else:
            redis.call("DEL", MODE)
        after = text(redis.call("GET", MODE)) or ""
        if after != mode:
            raise Refused("%s is %s after setting it to %s" % (MODE, after, mode))
    diff = {"before": before + "\n", "after": mode + "\n", "before_header": MODE, "after_header": MODE}
    return {"changed": changed, "previous": before, "mode": mode, "diff": diff}


def refusal_of(redis, *words):
    """Why the command is refused, empty if it is not."""
    try:
        redis.call(*words)
    except Refused as refusal:
        return str(refusal)
    return ""


def try_as(redis, part, invoker, events):
    """Raises what a controller or an invoker would be refused.

    What writes is given arguments that end in an error. An empty message is no report, and controllers pass it over.
    """
    if part == "invoker":
        tried = [("SET", REPORT % invoker, "", "NX", "XX"), ("PUBLISH", REPORT % invoker, "")]
    else:
        tried = [("GET", MODE), ("HGET", MODEL, "version"), ("HGETALL", CANDIDATE), ("MGET", REPORT % 0)]
        tried += [("XADD", stream, "none", "batch", "") for stream in [CONTROLLERS] + [EVENTS] * events]
        tried += [("SUBSCRIBE", METRICS), ("SUBSCRIBE", REPORT % 0)]
    for words in tried:
        refusal = refusal_of(redis, *words)
        if refusal and "syntax error" not in refusal and "Invalid stream ID" not in refusal:
            raise Refused(refusal)


def forget(redis, check_mode):
    """Deletes what does not expire, and says what was there."""
    if check_mode:
        mode, model = redis.call("GET", MODE), redis.call("HGET", MODEL, "version")
        return {"changed": mode is not None or model is not None, "kept": []}
    deleted, kept = 0, []
    for key in LEFT:
        try:
            deleted += redis.call("DEL", key)
        except Refused as refusal:
            # the users of deploy/redis let nobody delete the log of events
            if key != EVENTS or "NOPERM" not in str(refusal):
                raise
            kept.append(key)
    return {"changed": deleted > 0, "kept": kept}


def main():
    module = AnsibleModule(
        argument_spec={
            "host": {"type": "str", "required": True},
            "port": {"type": "int", "required": True},
            "database": {"type": "int", "default": 0},
            "user": {"type": "str", "default": ""},
            "password": {"type": "str", "required": True, "no_log": True},
            "tls": {"type": "bool", "default": False},
            "ca": {"type": "str", "default": ""},
            "timeout": {"type": "float", "default": 5.0},
            "mode": {"type": "str"},
            "invokers": {"type": "int", "default": 0},
            "try_as": {"type": "str", "choices": ["controller", "invoker"]},
            "invoker": {"type": "int", "default": 0},
            "events": {"type": "bool", "default": False},
            "forget": {"type": "bool", "default": False},
        },
        supports_check_mode=True,
    )
    params = module.params
    name = ("[%s]:%d" if ":" in params["host"] else "%s:%d") % (params["host"], params["port"])
    if params["tls"]:
        name += ", with TLS"
    try:
        redis = Redis(params)
        if params["try_as"]:
            try_as(redis, params["try_as"], params["invoker"], params["events"])
            module.exit_json(changed=False, away="")
        if params["forget"]:
            module.exit_json(**forget(redis, module.check_mode))
        if params["mode"] is None:
            module.exit_json(changed=False, **read(redis, params["invokers"]))
        module.exit_json(**switch(redis, params["mode"], module.check_mode))
    except Refused as refusal:
        user = params["user"] or "the default user"
        module.fail_json(msg="Redis at %s refuses %s %s" % (name, user, refusal))
    except (Away, OSError) as failure:
        message = "Redis at %s: %s" % (name, failure)
        if params["try_as"] and isinstance(failure, (Away, socket.timeout)):
            module.exit_json(changed=False, away=message)
        module.fail_json(msg=message)


if __name__ == "__main__":
    main()
