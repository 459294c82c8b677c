// Sessions that say nothing, one by each transport, through a proxy that cuts what is idle.
//
//   node sockjs-idle.mjs URL HEARTBEATS TRANSPORT…
//
// Prints, for each in their order, "TRANSPORT alive" when that many heartbeats have come and the session
// still answers, or "TRANSPORT closed CODE" when it was closed before that.
import { connect } from "./sockjs-connection.mjs";

const [url, heartbeats, ...transports] = process.argv.slice(2);

async function live(transport) {
  const socket = await connect(url, transport);
  let beats = 0;
  const enough = new Promise((resolve) => {
    socket.onheartbeat = () => {
      beats++;
      if (beats === Number(heartbeats)) resolve(true);
    };
  });
  if (!(await Promise.race([enough, socket.closed.then(() => false)]))) {
    return `closed ${(await socket.closed).code}`;
  }
  socket.send("still here");
  return (await socket.next()) === "still here" ? "alive" : "confused";
}

const limit = setTimeout(() => {
  console.error("timed out");
  process.exit(1);
}, 60_000);
const results = await Promise.all(transports.map(live));
results.forEach((result, i) => console.log(`${transports[i]} ${result}`));
clearTimeout(limit);
process.exit(0);
