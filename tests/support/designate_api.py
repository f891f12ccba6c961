#!/usr/bin/python3
"""OpenStack Designate's own API on loopback in one process, for tests: no Keystone, SQLite, no name server behind it.

usage: designate_api.py FOLDER PORT     prints "ready" when it answers; ends on SIGTERM

Any X-Auth-Token is accepted. RRsets stay PENDING, as nothing serves them; deleted ones count for its quota
of records for ever, which is therefore a high one.
"""
import datetime
import os
import sqlite3
import subprocess
import sys
import uuid

CONFIG = """[DEFAULT]
state_path = {folder}
transport_url = fake://
quota_zone_records = 1000000
[oslo_messaging_notifications]
driver = noop
[storage:sqlalchemy]
connection = sqlite:///{base}
[service:api]
listen = 127.0.0.1:{port}
auth_strategy = noauth
enable_host_header = True
workers = 1
[oslo_policy]
enforce_scope = False
enforce_new_defaults = False
[oslo_concurrency]
lock_path = {folder}
"""


def insert(db, table, **values):
    row = {"id": uuid.uuid4().hex, "version": 1, **values}
    row["created_at"] = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M:%S.000000")
    marks = ",".join("?" * len(row))
    db.execute(f"insert into {table}({','.join(row)}) values({marks})", tuple(row.values()))
    return row["id"]


def make_pool(base):
    """A pool of two name servers that are nowhere."""
    db = sqlite3.connect(base)
    pool = db.execute("select id from pools").fetchone()[0]
    for i in (1, 2):
        insert(db, "pool_ns_records", pool_id=pool, priority=i, hostname=f"ns{i}.designate.example.")
    insert(db, "pool_nameservers", pool_id=pool, host="127.0.0.1", port=9)
    target = insert(db, "pool_targets", pool_id=pool, type="fake", description="none")
    insert(db, "pool_target_masters", pool_target_id=target, host="127.0.0.1", port=9)
    db.commit()


def serve(conf):
    import eventlet
    eventlet.monkey_patch(os=False)
    from oslo_config import cfg
    from oslo_log import log
    from oslo_service import service
    import designate.conf
    from designate import utils
    for what in ("api", "central", "worker"):
        designate.conf.CONF.import_opt("workers", "designate." + what, group="service:" + what)
    cfg.CONF.import_group("keystone_authtoken", "keystonemiddleware.auth_token")
    from designate.api import service as api
    from designate.central import service as central
    from designate.worker import service as worker
    utils.read_config("designate", ["run", "--config-file", conf])
    log.setup(designate.conf.CONF, "designate")
    launcher = service.ServiceLauncher(designate.conf.CONF, restart_method="reload")
    for one in (central, worker, api):
        launcher.launch_service(one.Service())
    print("ready", flush=True)
    launcher.wait()


def main():
    folder, port = os.path.abspath(sys.argv[1]), int(sys.argv[2])
    os.makedirs(folder, exist_ok=True)
    conf, base = os.path.join(folder, "designate.conf"), os.path.join(folder, "designate.sqlite")
    with open(conf, "w", encoding="ascii") as f:
        f.write(CONFIG.format(folder=folder, base=base, port=port))
    subprocess.run(["/usr/bin/designate-manage", "--config-file", conf, "database", "sync"], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    make_pool(base)
    serve(conf)


main()
