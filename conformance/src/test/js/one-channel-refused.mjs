// What clients of each protocol are told where they may not do something.
//
//   node one-channel-refused.mjs ORIGIN
//
// In the namespace `quiet` one may only subscribe, in `closed` nothing, `none` there is not, `json` takes JSON only; tokens are not taken.
// Prints one line for each refusal.
import EventSource from "eventsource";
import SockJS from "sockjs-client";
import WebSocket from "ws";
import { Centrifuge as JsonCentrifuge } from "centrifuge";
import { Centrifuge as ProtobufCentrifuge } from "centrifuge/build/protobuf";
import { PATIENCE } from "./sockjs-connection.mjs";

const [origin] = process.argv.slice(2);
const ws = origin.replace("http", "ws");

setTimeout(() => {
  console.error("timed out");
  process.exit(1);
}, 60_000).unref();

// How a session ends that sends this when it is open; a WebSocket's and a SockJS's look the same.
const ends = (socket, message) =>
  new Promise((resolve) => {
    socket.onopen = () => message !== undefined && socket.send(message);
    socket.onclose = ({ code, reason }) => resolve(`${code} ${reason}`);
  });

// How an EventSource ends: it does not come back.
const stops = (source) =>
  new Promise((resolve) => {
    // It is told before it is closed.
    source.onerror = ({ status }) => setImmediate(() => resolve(`${status} ${source.readyState === EventSource.CLOSED ? "closed" : "comes back"}`));
  });

// What a Centrifuge client is told when it subscribes, or publishes.
async function centrifuge(Client, channel, data) {
  const client = new Client([{ transport: "websocket", endpoint: `${ws}/connection/websocket` }], { websocket: WebSocket, timeout: PATIENCE });
  client.connect();
  const subscription = client.newSubscription(channel);
  const answer =
    data === undefined
      ? await new Promise((resolve) => {
          subscription.on("unsubscribed", ({ code, reason }) => resolve(`${code} ${reason}`));
          subscription.subscribe();
        })
      : await client.publish(channel, data).then(
          () => "published",
          ({ code, message }) => `${code} ${message}`,
        );
  client.disconnect();
  return answer;
}

const token = () =>
  new Promise((resolve) => {
    const client = new JsonCentrifuge([{ transport: "websocket", endpoint: `${ws}/connection/websocket` }], { websocket: WebSocket, timeout: PATIENCE, token: "x" });
    client.on("disconnected", ({ code, reason }) => resolve(`${code} ${reason}`));
    client.connect();
  });

const bytes = (text) => new TextEncoder().encode(text);
const channel = (name) => `${ws}/channel/${name}`;
const sockjs = (name) => new SockJS(channel(name).replace("ws", "http"), undefined, { timeout: PATIENCE });
const events = (name) => new EventSource(`${origin}/events/${name}`);

const cases = {
  "subscribe websocket": () => ends(new WebSocket(channel("closed:a"))),
  "subscribe sockjs": () => ends(sockjs("closed:a")),
  "subscribe eventsource": () => stops(events("closed:a")),
  "subscribe centrifuge": () => centrifuge(JsonCentrifuge, "closed:a"),
  "unknown websocket": () => ends(new WebSocket(channel("none:a"))),
  "unknown sockjs": () => ends(sockjs("none:a")),
  "unknown eventsource": () => stops(events("none:a")),
  "unknown centrifuge": () => centrifuge(JsonCentrifuge, "none:a"),
  "token websocket": () => ends(new WebSocket(channel("quiet:a?token=x"))),
  "token sockjs": () => ends(sockjs("quiet:a?token=x")),
  "token eventsource": () => stops(events("quiet:a?token=x")),
  "token centrifuge": token,
  "publish websocket": () => ends(new WebSocket(channel("quiet:a")), "x"),
  "publish sockjs": () => ends(sockjs("quiet:a"), "x"),
  "publish centrifuge": () => centrifuge(JsonCentrifuge, "quiet:a", "x"),
  "framing websocket": () => ends(new WebSocket(channel("json:a")), '{"a":1}\n{'),
  "framing websocket binary": () => ends(new WebSocket(channel("json:a")), bytes('{"a":1}')),
  "framing sockjs": () => ends(sockjs("json:a"), '{"a":1}\n{'),
  "framing centrifuge": () => centrifuge(ProtobufCentrifuge, "json:a", bytes('{"a":1}\n{')),
};

for (const [name, of] of Object.entries(cases)) console.log(`${name}: ${await of()}`);
process.exit(0);
