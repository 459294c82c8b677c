// Drives npm's `centrifuge` against a server of the conformance suite.
//
//   node centrifuge.mjs TRANSPORT ENCODING URL
//
// TRANSPORT is websocket, sockjs, http_stream or sse, ENCODING json or protobuf. In the namespace `chat` anything is allowed, in `quiet` only to
// subscribe; others there are not. Prints one line for each check, and exits with 1 at the first that fails or hangs.
import assert from "node:assert/strict";
import EventSource from "eventsource";
import SockJS from "sockjs-client";
import WebSocket from "ws";
import { Centrifuge as JsonCentrifuge } from "centrifuge";
import { Centrifuge as ProtobufCentrifuge } from "centrifuge/build/protobuf";

const [transport, encoding, url] = process.argv.slice(2);
const binary = encoding === "protobuf";
const encode = (value) => (binary ? new TextEncoder().encode(JSON.stringify(value)) : value);
const decode = (data) => (binary ? JSON.parse(new TextDecoder().decode(data)) : data);

function client() {
  const Client = binary ? ProtobufCentrifuge : JsonCentrifuge;
  const options = {
    websocket: WebSocket,
    sockjs: SockJS,
    eventsource: EventSource,
    emulationEndpoint: new URL("/emulation", url).href,
    minReconnectDelay: 10,
    maxReconnectDelay: 50,
  };
  return new Client([{ transport, endpoint: url }], options);
}

// The next event of a name, and those after it.
function events(of, name) {
  const came = [];
  const waiting = [];
  of.on(name, (event) => (waiting.length > 0 ? waiting.shift()(event) : came.push(event)));
  return () => (came.length > 0 ? Promise.resolve(came.shift()) : new Promise((resolve) => waiting.push(resolve)));
}

async function connected(of = client()) {
  const next = events(of, "connected");
  of.connect();
  await next();
  return of;
}

async function subscribed(of, channel, options) {
  const subscription = of.newSubscription(channel, options);
  subscription.publications = events(subscription, "publication");
  const next = events(subscription, "subscribed");
  subscription.subscribe();
  subscription.context = await next();
  return subscription;
}

const fails = (promise, code) => assert.rejects(promise, (error) => error.code === code);

const checks = {
  async connects() {
    const one = await connected();
    one.disconnect();
  },
  async publishesToAll() {
    const [ann, ben] = [await connected(), await connected()];
    const anns = await subscribed(ann, "chat:all");
    const bens = await subscribed(ben, "chat:all");
    for (const value of [{ text: "größer 😀" }, [], 0, "a\nb", null]) {
      await bens.publish(encode(value));
      for (const subscription of [anns, bens]) {
        const { data, info } = await subscription.publications();
        assert.deepEqual(decode(data), value);
        assert.notEqual(info.client, "");
      }
    }
    ann.disconnect();
    ben.disconnect();
  },
  async recoversWhatItMissed() {
    const [ann, ben] = [await connected(), await connected()];
    const anns = await subscribed(ann, "chat:recover");
    await ben.publish("chat:recover", encode(1));
    assert.equal(decode((await anns.publications()).data), 1);
    const again = events(anns, "subscribed");
    ann.disconnect();
    for (const value of [2, 3, 4]) await ben.publish("chat:recover", encode(value));
    ann.connect();
    const { wasRecovering, recovered } = await again();
    assert.deepEqual([wasRecovering, recovered], [true, true]);
    await ben.publish("chat:recover", encode(5));
    for (const value of [2, 3, 4, 5]) assert.equal(decode((await anns.publications()).data), value);
    ann.disconnect();
    ben.disconnect();
  },
  async saysWhatItCannotRecover() {
    const one = await connected();
    const lost = await subscribed(one, "chat:lost", { since: { epoch: "other", offset: 3 } });
    assert.deepEqual([lost.context.wasRecovering, lost.context.recovered], [true, false]);
    one.disconnect();
  },
  async readsHistory() {
    const one = await connected();
    for (let i = 1; i <= 6; i++) await one.publish("chat:history", encode(i));
    const page = await one.history("chat:history", { limit: 4 });
    assert.deepEqual(page.publications.map((it) => decode(it.data)), [1, 2, 3, 4]);
    const rest = await one.history("chat:history", {
      limit: -1,
      since: { epoch: page.epoch, offset: page.publications.at(-1).offset },
    });
    assert.deepEqual(rest.publications.map((it) => decode(it.data)), [5, 6]);
    const latest = await one.history("chat:history", { limit: 2, reverse: true });
    assert.deepEqual(latest.publications.map((it) => decode(it.data)), [6, 5]);
    one.disconnect();
  },
  async seesWhoIsThere() {
    const [ann, ben] = [await connected(), await connected()];
    const anns = ann.newSubscription("chat:presence", { joinLeave: true });
    const [begun, joins, leaves] = ["subscribed", "join", "leave"].map((name) => events(anns, name));
    anns.subscribe();
    await begun();
    await joins();
    await subscribed(ben, "chat:presence");
    const joined = (await joins()).info.client;
    const { clients } = await ann.presence("chat:presence");
    assert.equal(Object.keys(clients).length, 2);
    assert.ok(joined in clients);
    assert.deepEqual(await ann.presenceStats("chat:presence"), { numClients: 2, numUsers: 1 });
    ben.disconnect();
    assert.equal((await leaves()).info.client, joined);
    ann.disconnect();
  },
  async callsMethods() {
    const one = await connected();
    assert.deepEqual(decode((await one.rpc("echo", encode({ a: [1] }))).data), { a: [1] });
    await fails(one.rpc("nothing", encode(1)), 104);
    one.disconnect();
  },
  async isDisconnected() {
    const one = await connected();
    const over = events(one, "disconnected");
    await Promise.all([over().then(({ code, reason }) => assert.deepEqual([code, reason], [4567, "go"])), assert.rejects(one.rpc("leave", encode(0)))]);
    const again = await connected();
    const lost = events(again, "connecting");
    const back = events(again, "connected");
    await assert.rejects(again.rpc("again", encode(0)));
    assert.equal((await lost()).code, 3456);
    await back();
    again.disconnect();
  },
  async isRefused() {
    const one = await connected();
    await subscribed(one, "quiet:a");
    await fails(one.publish("quiet:a", encode(1)), 103);
    await fails(one.history("quiet:a", { limit: 1 }), 103);
    await fails(one.presence("quiet:a"), 103);
    await fails(one.publish("unknown:a", encode(1)), 102);
    const unknown = one.newSubscription("unknown:a");
    const over = events(unknown, "unsubscribed");
    unknown.subscribe();
    assert.equal((await over()).code, 103);
    one.disconnect();
  },
  async sendsManyAtOnce() {
    const one = await connected();
    const subscription = await subscribed(one, "chat:many");
    one.startBatching();
    const answers = Array.from({ length: 100 }, (_, i) => subscription.publish(encode(i)));
    one.stopBatching();
    await Promise.all(answers);
    for (let i = 0; i < 100; i++) assert.equal(decode((await subscription.publications()).data), i);
    one.disconnect();
  },
  async entersAndLeavesAgain() {
    const one = await connected();
    const subscription = await subscribed(one, "chat:again");
    for (let i = 0; i < 3; i++) {
      const over = events(subscription, "unsubscribed");
      subscription.unsubscribe();
      await over();
      const begun = events(subscription, "subscribed");
      subscription.subscribe();
      await begun();
    }
    await subscription.publish(encode("heard once"));
    assert.equal(decode((await subscription.publications()).data), "heard once");
    one.disconnect();
  },
};

const LIMIT = 20_000;

for (const [name, check] of Object.entries(checks)) {
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
  console.log(`ok ${name}`);
}
process.exit(0);
