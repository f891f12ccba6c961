"""An HTTP/2 server that takes each request and resets its stream (REFUSED_STREAM): CERT KEY LOG.
Prints its port; writes a line to LOG for each request."""
import socket
import ssl
import struct
import sys
import threading

SETTINGS, HEADERS, RST_STREAM = 4, 1, 3
ACK, REFUSED_STREAM, PREFACE, HEAD = 1, 7, 24, 9


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def read(connection, size):
    data = b""
    while len(data) < size:
        more = connection.recv(size - len(data))
        if not more:
            raise EOFError
        data += more
    return data


def serve(plain, context, log):
    try:
        connection = context.wrap_socket(plain, server_side=True)
        read(connection, PREFACE)
        connection.sendall(frame(SETTINGS, 0, 0))
        while True:
            head = read(connection, HEAD)
            size, kind, flags = struct.unpack(">I", b"\0" + head[:3])[0], head[3], head[4]
            stream = struct.unpack(">I", head[5:])[0]
            read(connection, size)
            if kind == SETTINGS and not flags & ACK:
                connection.sendall(frame(SETTINGS, ACK, 0))
            elif kind == HEADERS:
                log.write("request\n")
                log.flush()
                connection.sendall(frame(RST_STREAM, 0, stream, struct.pack(">I", REFUSED_STREAM)))
    except (EOFError, OSError):
        pass


def main():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1], sys.argv[2])
    context.set_alpn_protocols(["h2"])
    server = socket.create_server(("127.0.0.1", 0))
    print(server.getsockname()[1], flush=True)
    with open(sys.argv[3], "w", encoding="ascii") as log:
        while True:
            threading.Thread(target=serve, args=(server.accept()[0], context, log), daemon=True).start()


main()
