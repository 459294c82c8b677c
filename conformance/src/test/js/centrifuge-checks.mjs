// What the scripts that drive npm's `centrifuge` share.
//
//   node SCRIPT TRANSPORT ENCODING URL
//
// TRANSPORT is websocket, sockjs, http_stream or sse, ENCODING json or protobuf.
import assert from "node:assert/strict";
import EventSource from "eventsource";
import SockJS from "sockjs-client";
import WebSocket from "ws";
import { Centrifuge as JsonCentrifuge } from "centrifuge";
import { Centrifuge as ProtobufCentrifuge } from "centrifuge/build/protobuf";

export const [transport, encoding, url] = process.argv.slice(2);
const binary = encoding === "protobuf";
export const encode = (value) => (binary ? new TextEncoder().encode(JSON.stringify(value)) : value);
export const decode = (data) => (binary ? JSON.parse(new TextDecoder().decode(data)) : data);

// Longer than anything takes on a busy machine: a check, and within it the answer to a command.
const LIMIT = 60_000;

export function client(more) {
  const Client = binary ? ProtobufCentrifuge : JsonCentrifuge;
  const options = {
    websocket: WebSocket,
    sockjs: SockJS,
    sockjsOptions: { timeout: LIMIT },
    eventsource: EventSource,
    emulationEndpoint: new URL("/emulation", url).href,
    minReconnectDelay: 10,
    maxReconnectDelay: 50,
    timeout: LIMIT,
    ...more,
  };
  return new Client([{ transport, endpoint: url }], options);
}

// The next event of a name, and those after it.
export function events(of, name) {
  const came = [];
  const waiting = [];
  of.on(name, (event) => (waiting.length > 0 ? waiting.shift()(event) : came.push(event)));
  return () => (came.length > 0 ? Promise.resolve(came.shift()) : new Promise((resolve) => waiting.push(resolve)));
}

export async function connected(of = client()) {
  const next = events(of, "connected");
  of.connect();
  await next();
  return of;
}

export async function subscribed(of, channel, options) {
  const subscription = of.newSubscription(channel, options);
  subscription.publications = events(subscription, "publication");
  const next = events(subscription, "subscribed");
  subscription.subscribe();
  subscription.context = await next();
  return subscription;
}

export const fails = (promise, code) => assert.rejects(promise, (error) => error.code === code);

async function runOne([name, check]) {
  const began = performance.now();
  const limit = setTimeout(() => {
    console.error(`${name} hangs: not done after ${LIMIT} ms`);
    process.exit(1);
  }, LIMIT);
  try {
    await check();
  } catch (error) {
    console.error(`${name} fails: ${error.stack ?? JSON.stringify(error)}`);
    process.exit(1);
  }
  clearTimeout(limit);
  console.log(`ok ${name} ${Math.round(performance.now() - began)} ms`);
}

// Prints one line for each check, and exits with 1 at the first that fails or hangs. Those of `waiting`, which mostly wait for
// time to pass, run meanwhile, all at once: what they use is their own.
export async function run(checks, waiting = {}) {
  const waited = Object.entries(waiting).map(runOne);
  for (const check of Object.entries(checks)) await runOne(check);
  await Promise.all(waited);
  process.exit(0);
}
