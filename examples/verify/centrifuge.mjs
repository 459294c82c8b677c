// A subscriber of `duplex verify`: npm's `centrifuge` as it is.
//
//   npm install centrifuge@5 ws sockjs-client eventsource@2
//   duplex verify --external "npm=node centrifuge.mjs websocket json"
//
// TRANSPORT is websocket, sockjs, http_stream or sse; ENCODING json or protobuf. Behind them may stand what carries SockJS, such as xhr-polling. The first line of the standard input says where to subscribe; what happens is
// said in lines of JSON on the standard output.
import { createInterface } from "node:readline";
import EventSource from "eventsource";
import SockJS from "sockjs-client";
import WebSocket from "ws";
import { Centrifuge as JsonCentrifuge } from "centrifuge";
import { Centrifuge as ProtobufCentrifuge } from "centrifuge/build/protobuf";

const [transport = "websocket", encoding = "json", ...carriers] = process.argv.slice(2);
const binary = encoding === "protobuf";
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

function subscribe({ url, channel, token, channelToken }) {
  const base = url.endsWith("/") ? url.slice(0, -1) : url;
  const endpoint = `${transport === "websocket" ? base.replace(/^http/, "ws") : base}/connection/${transport}`;
  const Client = binary ? ProtobufCentrifuge : JsonCentrifuge;
  const client = new Client([{ transport, endpoint }], {
    token,
    websocket: WebSocket,
    sockjs: SockJS,
    sockjsOptions: carriers.length > 0 ? { transports: carriers } : {},
    eventsource: EventSource,
    emulationEndpoint: `${base}/emulation`,
    minReconnectDelay: 50,
    maxReconnectDelay: 1000,
  });
  const subscription = client.newSubscription(channel, { token: channelToken, minResubscribeDelay: 50, maxResubscribeDelay: 1000 });
  subscription.on("subscribed", ({ wasRecovering, recovered }) => say(wasRecovering ? { event: "subscribed", recovered } : { event: "subscribed" }));
  subscription.on("publication", ({ data }) => say({ event: "publication", data: binary ? JSON.parse(new TextDecoder().decode(data)) : data }));
  subscription.on("subscribing", ({ code, reason }) => say({ event: "ended", reason: `subscribing: ${reason} (${code})` }));
  subscription.on("unsubscribed", ({ code, reason }) => say({ event: "ended", reason: `unsubscribed: ${reason} (${code})` }));
  client.on("error", ({ error }) => process.stderr.write(process.env.VERBOSE ? `${transport}: ${JSON.stringify(error)}\n` : ""));
  subscription.subscribe();
  client.connect();
}

const lines = createInterface({ input: process.stdin });
lines.once("line", (line) => subscribe(JSON.parse(line)));
lines.on("close", () => process.exit(0));
