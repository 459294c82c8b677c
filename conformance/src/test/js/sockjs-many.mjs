// Holds many sessions of npm's `sockjs-client` open at once, each of which gets its own messages back.
//
//   node sockjs-many.mjs BASE COUNT TRANSPORT…     COUNT sessions by each transport
import assert from "node:assert/strict";
import { connect } from "./sockjs-connection.mjs";

const [base, count, ...transports] = process.argv.slice(2);

setTimeout(() => {
  console.error("timed out");
  process.exit(1);
}, 180_000);

const sockets = await Promise.all(
  transports.flatMap((transport) =>
    Array.from({ length: Number(count) }, () => connect(`${base}/echo`, transport)),
  ),
);
for (let round = 0; round < 3; round++) {
  sockets.forEach((socket, i) => socket.send(`${i} says ${round}`));
  await Promise.all(
    sockets.map(async (socket, i) => assert.equal(await socket.next(), `${i} says ${round}`)),
  );
}
assert.ok(sockets.every((socket) => socket.readyState === 1 && socket.untaken() === 0));
console.log(`open ${sockets.length}`);
sockets.forEach((socket) => socket.close());
const events = await Promise.all(sockets.map((socket) => socket.closed));
assert.ok(events.every((event) => event.code === 1000 && event.wasClean));
console.log(`closed ${events.length}`);
process.exit(0);
