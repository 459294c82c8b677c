// Drives npm's `ws` against the server whose address is the first argument. Prints one line for
// each check, and exits with 1 at the first that fails.
import assert from "node:assert/strict";
import { once } from "node:events";
import WebSocket from "ws";

const [base, ca] = process.argv.slice(2);
const tls = ca ? { rejectUnauthorized: false } : {};

async function connect(path, protocols = [], options = {}) {
  const socket = new WebSocket(base + path, protocols, { ...tls, ...options });
  const inbox = [];
  const waiting = [];
  const came = (event) => (waiting.length > 0 ? waiting.shift()(event) : inbox.push(event));
  socket.on("message", (data, isBinary) => came(isBinary ? data : data.toString()));
  socket.on("close", (code) => came(new Error(`closed with ${code} instead of a message`)));
  socket.next = () =>
    inbox.length > 0 ? Promise.resolve(inbox.shift()) : new Promise((got) => waiting.push(got));
  await once(socket, "open");
  return socket;
}

async function next(socket) {
  const event = await socket.next();
  if (event instanceof Error) throw event;
  return event;
}

async function close(socket, code, reason) {
  const closed = once(socket, "close");
  socket.close(code, reason);
  const [came] = await closed;
  assert.equal(came, code);
}

const checks = {
  async text() {
    const socket = await connect("/echo");
    for (const text of ["", "Hello", "κόσμε 👩‍👩‍👧‍👦", "x".repeat(65_536)]) {
      socket.send(text);
      assert.equal(await next(socket), text);
    }
    await close(socket, 1000, "done");
  },
  async binary() {
    const socket = await connect("/echo");
    for (const size of [0, 1, 125, 126, 65_535, 65_536, 1 << 20]) {
      const bytes = Buffer.alloc(size, size & 255);
      socket.send(bytes);
      assert.ok(bytes.equals(await next(socket)), `${size} bytes`);
    }
    await close(socket, 1000, "");
  },
  async compression() {
    for (const path of ["/echo", "/takeover"]) {
      for (const bits of [9, 12, 15]) {
        const socket = await connect(path, [], {
          perMessageDeflate: { threshold: 0, serverMaxWindowBits: bits, clientMaxWindowBits: bits },
        });
        assert.match(socket.extensions, /permessage-deflate/);
        for (let round = 0; round < 3; round++) {
          const text = `compressed round ${round}; `.repeat(5000);
          socket.send(text);
          assert.equal(await next(socket), text);
        }
        await close(socket, 1000, "");
      }
    }
  },
  async withoutCompression() {
    const socket = await connect("/echo", [], { perMessageDeflate: false });
    assert.equal(socket.extensions, "");
    socket.send("plain".repeat(1000));
    assert.equal(await next(socket), "plain".repeat(1000));
    await close(socket, 1000, "");
  },
  async fragments() {
    const socket = await connect("/echo");
    socket.send("one ", { fin: false });
    socket.send("two ", { fin: false });
    socket.ping("between");
    socket.send("three", { fin: true });
    const [pong] = await once(socket, "pong");
    assert.equal(pong.toString(), "between");
    assert.equal(await next(socket), "one two three");
    await close(socket, 1000, "");
  },
  async pings() {
    const socket = await connect("/echo");
    for (const payload of ["", "ping", "x".repeat(125)]) {
      const pong = once(socket, "pong");
      socket.ping(payload);
      assert.equal((await pong)[0].toString(), payload);
    }
    await close(socket, 1000, "");
  },
  async closeCodes() {
    for (const code of [1000, 1001, 1003, 1011, 3000, 4999]) {
      const socket = await connect("/echo");
      await close(socket, code, `code ${code}`);
    }
  },
  async closedByServer() {
    const socket = await connect("/bye");
    const [code, reason] = await once(socket, "close");
    assert.equal(code, 4001);
    assert.equal(reason.toString(), "bye é");
  },
  async subprotocol() {
    const socket = await connect("/chat", ["v0", "v1"]);
    assert.equal(socket.protocol, "v1");
    await close(socket, 1000, "");
  },
  async manyInOrder() {
    const socket = await connect("/echo");
    for (let i = 0; i < 5000; i++) socket.send(`message ${i}`);
    for (let i = 0; i < 5000; i++) assert.equal(await next(socket), `message ${i}`);
    await close(socket, 1000, "");
  },
  async refusedOrigin() {
    const socket = new WebSocket(`${base}/echo`, [], { ...tls, origin: "https://evil.example" });
    const [error] = await once(socket, "error");
    assert.match(error.message, /403/);
  },
  async notFound() {
    const socket = new WebSocket(`${base}/nowhere`, [], tls);
    const [error] = await once(socket, "error");
    assert.match(error.message, /404/);
  },
};

const limit = setTimeout(() => {
  console.error("timed out");
  process.exit(1);
}, 60_000);
for (const [name, check] of Object.entries(checks)) {
  await check();
  console.log(`ok ${name}`);
}
clearTimeout(limit);
