// Members of a room, one for each transport: print what each got, as JSON, when "the end" has come.
//
//   node sockjs-room.mjs URL TRANSPORT…
import { connect } from "./sockjs-connection.mjs";

const [url, ...transports] = process.argv.slice(2);

setTimeout(() => {
  console.error("timed out");
  process.exit(1);
}, 60_000);

const members = await Promise.all(transports.map((transport) => connect(url, transport)));
// The endpoint greets whom it has subscribed.
await Promise.all(
  members.map(async (member) => {
    const greeting = await member.next();
    if (greeting !== "welcome") throw new Error(`greeted with ${greeting}`);
  }),
);
console.log("joined");
const got = await Promise.all(
  members.map(async (member) => {
    const messages = [];
    do messages.push(await member.next());
    while (messages.at(-1) !== "the end");
    return messages;
  }),
);
const lines = got.map((messages, i) => `${JSON.stringify({ transport: transports[i], messages })}\n`);
// Connections kept alive would hold the process; to exit at once would cut what is still to be printed.
process.stdout.write(lines.join(""), () => process.exit(0));
