// Drives npm's `sockjs-client` against a server of the conformance suite.
//
//   node sockjs.mjs TRANSPORT BASE ROUNDABOUT [CHECK…]     all checks if none is named
//
// BASE is the server's address, ROUNDABOUT leads there too but through a proxy that cuts its
// connections when this script prints "cut", as often as it does. Prints one line for each check, and
// exits with 1 at the first that fails or hangs, saying which.
import assert from "node:assert/strict";
import { connect } from "./sockjs-connection.mjs";

const [transport, base, roundabout, ...chosen] = process.argv.slice(2);

// Those of the check that runs.
const opened = [];

async function openAt(url) {
  const socket = await connect(url, transport);
  opened.push(socket);
  return socket;
}

const open = (path) => openAt(base + path);

async function close(socket, code, reason) {
  socket.close(code, reason);
  const event = await socket.closed;
  assert.deepEqual([event.code, event.reason, event.wasClean], [code, reason, true]);
}

async function echoes(socket, texts) {
  for (const text of texts) socket.send(text);
  for (const text of texts) {
    const came = await socket.next();
    // Not by assert.equal, which would print megabytes.
    if (came !== text) {
      const [wanted, got] = [[...text], [...came]];
      const at = wanted.findIndex((character, i) => got[i] !== character);
      const around = (all) => JSON.stringify(all.slice(Math.max(0, at - 2), at + 6).join(""));
      throw new Error(`character ${at} of ${text.length}: sent ${around(wanted)}, got ${around(got)}`);
    }
  }
}

// Every code unit that stands for itself, in order.
const everyUnit = Array.from({ length: 0x10000 }, (_, unit) => unit)
  .filter((unit) => unit < 0xd800 || unit > 0xdfff)
  .map((unit) => String.fromCharCode(unit));

const checks = {
  async unicode() {
    const socket = await open("/echo");
    await echoes(socket, ["Hello", "", "κόσμε", "日本語", "👩‍👩‍👧‍👦 𝒳 \u{10ffff}", " ", "\\\"/\b\f\n\r\t"]);
    await close(socket, 1000, "done");
  },
  async percentSigns() {
    // The client's eventsource receiver applies decodeURI to what came.
    const socket = await open("/echo");
    await echoes(socket, ["100%", "%41", "%", "%25", "%0A", "%E4%BD", "a%zz"]);
    await close(socket, 3000, "%41");
  },
  async everyCodeUnit() {
    const socket = await open("/echo");
    const rows = [];
    for (let i = 0; i < everyUnit.length; i += 256) rows.push(everyUnit.slice(i, i + 256).join(""));
    await echoes(socket, rows);
    await echoes(socket, [everyUnit.join("")]);
    await close(socket, 1000, "done");
  },
  async loneSurrogates() {
    const socket = await open("/echo");
    socket.send("\ud800 and \udc00");
    assert.equal(await socket.next(), "\ufffd and \ufffd");
    await close(socket, 1000, "done");
  },
  async large() {
    const socket = await open("/echo");
    await echoes(socket, ["x".repeat(1_000_000), "µ".repeat(500_000), '"\n'.repeat(50_000)]);
    await close(socket, 1000, "done");
  },
  // As large as the server's limit for a message, to the byte.
  async largest() {
    const socket = await open("/echo");
    await echoes(socket, ["1".repeat(1 << 20)]);
    await close(socket, 1000, "done");
  },
  async amplified() {
    const socket = await open("/amplify");
    for (const exponent of [0, 1, 16, 17, 18]) {
      socket.send(`${exponent}`);
      assert.equal((await socket.next()).length, 2 ** exponent);
    }
    await close(socket, 1000, "done");
  },
  async closedByServer() {
    const socket = await open("/bye");
    const { code, reason, wasClean } = await socket.closed;
    assert.deepEqual([code, reason, wasClean], [4001, "bye é", true]);
  },
  async closedByServerAfterMessages() {
    const socket = await open("/told");
    socket.send("close 3999 as you wish");
    socket.send("never seen");
    assert.equal(await socket.next(), "closing");
    const { code, reason } = await socket.closed;
    assert.deepEqual([code, reason], [3999, "as you wish"]);
  },
  async closedByClient() {
    const socket = await open("/told");
    socket.send(`name closed by ${transport}`);
    assert.equal(await socket.next(), "named");
    await close(socket, 3001, "leaving");
  },
  async echoedInOrder() {
    const socket = await open("/echo");
    const count = 5000;
    let sent = 0;
    const burst = () => {
      for (let i = 0; i < 50 && sent < count; i++) socket.send(`message ${sent++}`);
      if (sent < count) setTimeout(burst, 1);
    };
    burst();
    for (let i = 0; i < count; i++) assert.equal(await socket.next(), `message ${i}`);
    socket.send("last");
    assert.equal(await socket.next(), "last");
    await close(socket, 1000, "done");
  },
  // So many that a stream ends, and another takes over, many times.
  async countedInOrder() {
    const socket = await open("/count");
    socket.send("20000");
    for (let i = 0; i < 20_000; i++) assert.equal(await socket.next(), `number ${i}`);
    assert.equal(await socket.next(), "all");
    assert.equal(socket.untaken(), 0);
    await close(socket, 1000, "done");
  },
  async lostNetwork() {
    const socket = await openAt(`${roundabout}/told`);
    socket.send(`name lost by ${transport}`);
    assert.equal(await socket.next(), "named");
    console.log("cut");
    // What is cut while it streams does not tell this client in Node.js; that its session is over it
    // learns when it sends. So it sends, as programs do that want to know. One that polls learns it by
    // itself, but not if its next poll was not under way yet when all connections were cut: that one
    // finds the network well again, and is cut in its turn.
    const again = () => (transport === "xhr-polling" ? console.log("cut") : socket.send("are you there?"));
    const asking = setInterval(again, 100);
    const { code } = await socket.closed;
    clearInterval(asking);
    assert.ok(code === 1006 || code === 1002, `closed with ${code}`);
  },
  async noSuchPath() {
    await assert.rejects(open("/nowhere"), /closed with 1002 Cannot connect to server/);
  },
};

// Longer than the slowest takes on a busy machine, and shorter than anyone wants to wait.
const LIMIT = 30_000;

for (const name of chosen.length > 0 ? chosen : Object.keys(checks)) {
  const began = performance.now();
  const limit = setTimeout(() => {
    console.error(`${name} hangs by ${transport}: not done after ${LIMIT} ms. Its connections:`);
    for (const socket of opened) console.error(`  ${socket.described()}`);
    process.exit(1);
  }, LIMIT);
  try {
    await checks[name]();
  } catch (error) {
    console.error(`${name} fails by ${transport}: ${error.stack}`);
    process.exit(1);
  }
  clearTimeout(limit);
  opened.length = 0;
  console.log(`ok ${name} ${Math.round(performance.now() - began)} ms`);
}
// Connections kept alive for a next request would hold the process.
process.exit(0);
