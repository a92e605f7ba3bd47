"""A port where TLS begins with the first byte, in front of one that has none, as stunnel would.

python -m tests.mail.bounces.tls_front PORT-BEHIND PORT CERTIFICATE KEY
"""

import asyncio
import contextlib
import ssl
import sys


async def carry(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await source.read(65536):
            sink.write(data)
            await sink.drain()
    sink.close()


async def main(behind: int, port: int, *files: str) -> None:
    async def serve(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        answers, questions = await asyncio.open_connection("127.0.0.1", behind)
        await asyncio.gather(carry(source, questions), carry(answers, sink))

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*files)
    server = await asyncio.start_server(serve, "127.0.0.1", port, ssl=context)
    print("ready", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:]))
