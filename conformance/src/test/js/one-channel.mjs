// Members of one channel, each by another protocol or transport: print what each got, as JSON, when "the end" has come.
//
//   node one-channel.mjs ORIGIN CHANNEL
//
// When "now you" has come, each that can publish does.
import EventSource from "eventsource";
import SockJS from "sockjs-client";
import WebSocket from "ws";
import { Centrifuge as JsonCentrifuge } from "centrifuge";
import { Centrifuge as ProtobufCentrifuge } from "centrifuge/build/protobuf";
import { connect, PATIENCE } from "./sockjs-connection.mjs";

const [origin, channel] = process.argv.slice(2);
const path = encodeURIComponent(channel);

setTimeout(() => {
  console.error(`timed out: ${members.map((it) => `${it.name} has ${it.got.length}`).join(", ")}`);
  process.exit(1);
}, 120_000).unref();

const TEXTS = ["plain", "", "a\nb\r\nc\rd", '"quoted\\"', "</script><!--", "\u2028\u2029\u0000", "größer 😀", '{"json": 1}', " a ", "data: x"];
const VALUES = [{ a: ["b\n", null, 1.5, true] }, "text", "", [], 0, "</script>\u2028😀", null];
const BYTES = [[0], [255, 10, 13, 0], [0xc3, 0x28], [...new TextEncoder().encode('{"by": "protobuf"}')]];

// A member: its name; how what it got is to be read; what it got, each as {data, id?}; how it publishes.
const member = (name, form) => ({ name, form, got: [], publish: async () => {} });

async function bySockJs(transport) {
  const self = member(`sockjs ${transport}`, "string");
  const socket = await connect(`${origin}/channel/${path}`, transport);
  (async () => {
    while (!over(self)) take(self, { data: await socket.next() });
  })();
  self.publish = async () => TEXTS.forEach((text) => socket.send(text));
  return self;
}

async function byCentrifuge(transport, encoding) {
  const binary = encoding === "protobuf";
  const self = member(`centrifuge ${transport} ${encoding}`, binary ? "bytes" : "json");
  const Client = binary ? ProtobufCentrifuge : JsonCentrifuge;
  const scheme = transport === "websocket" ? origin.replace("http", "ws") : origin;
  const client = new Client([{ transport, endpoint: `${scheme}/connection/${transport}` }], {
    websocket: WebSocket,
    sockjs: SockJS,
    sockjsOptions: { timeout: PATIENCE },
    timeout: PATIENCE,
  });
  const subscription = client.newSubscription(channel);
  subscription.on("publication", ({ data, offset }) =>
    take(self, { data: binary ? Buffer.from(data).toString("base64") : (data ?? null), id: String(offset) }),
  );
  const subscribed = new Promise((resolve) => subscription.on("subscribed", resolve));
  subscription.subscribe();
  client.connect();
  await subscribed;
  self.publish = async () => {
    for (const it of binary ? BYTES : VALUES) await subscription.publish(binary ? new Uint8Array(it) : it);
  };
  return self;
}

async function byEventSource(format) {
  const self = member(`eventsource ${format}`, format === "json" ? "json" : "lines");
  const source = new EventSource(`${origin}/events/${path}${format === "json" ? "?format=json" : ""}`);
  const begun = new Promise((resolve) => source.addEventListener("begin", resolve));
  source.onmessage = ({ data, lastEventId }) =>
    take(self, { data: format === "json" ? JSON.parse(data) : data, id: lastEventId.replace(/^.*:/, "") });
  await begun;
  return self;
}

// Protobuf clients get bytes.
const text = ({ form }, { data }) => (form === "bytes" ? Buffer.from(data, "base64").toString() : data);
const over = (self) => self.got.length > 0 && text(self, self.got.at(-1)) === "the end";

function take(self, message) {
  self.got.push(message);
  if (text(self, message) === "now you") self.publish().catch(fail);
  if (members.length > 0 && members.every(over)) print();
}

function fail(error) {
  console.error(error.stack ?? JSON.stringify(error));
  process.exit(1);
}

function print() {
  const lines = members.map(({ name, form, got }) => `${JSON.stringify({ name, form, got })}\n`);
  process.stdout.write(lines.join(""), () => process.exit(0));
}

const members = [];
members.push(
  ...(await Promise.all([
    ...["websocket", "xhr-streaming", "eventsource", "xhr-polling"].map(bySockJs),
    byCentrifuge("websocket", "json"),
    byCentrifuge("websocket", "protobuf"),
    byCentrifuge("sockjs", "json"),
    byEventSource("plain"),
    byEventSource("json"),
  ])),
);
console.log("joined");
