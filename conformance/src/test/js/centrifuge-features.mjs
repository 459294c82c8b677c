// Drives npm's `centrifuge` through what `CentrifugeNodeFeaturesTest` sets up: tokens that say who comes and for how many seconds (`ann/60`), the
// namespaces `doc` (deltas, filters), `private` (tokens such as `ok/60`), `few` (a history of two), `news` (where the server puts a user). How it
// is called says `centrifuge-checks.mjs`; behind that stands which part is to be done: `renewing`, all but `expiring`, for which the server waits for a
// second only after the end of a token.
import assert from "node:assert/strict";
import { client, connected, decode, encode, events, fails, run, subscribed } from "./centrifuge-checks.mjs";

let users = 0;
const user = (seconds) => `user${++users}/${seconds}`;
const ann = () => connected(client({ token: user(600) }));
const text = "of a document that hardly changes, größer 😀 ".repeat(5);

// A function that gives these values one after another, and promises for its first calls.
function giving(...values) {
  const calls = [];
  const waiting = [];
  const give = async () => {
    const call = calls.push(values[Math.min(calls.length, values.length - 1)]);
    waiting.filter((it) => it.count <= call).forEach((it) => it.resolve());
    return calls[call - 1];
  };
  give.called = (count) =>
    new Promise((resolve) => (calls.length >= count ? resolve() : waiting.push({ count, resolve })));
  return give;
}

const checks = {
  async getsDeltas() {
    const one = await ann();
    const subscription = await subscribed(one, "doc:delta", { delta: "fossil" });
    for (let version = 1; version <= 5; version++) {
      await one.publish("doc:delta", encode({ text, version }));
      assert.deepEqual(decode((await subscription.publications()).data), { text, version });
    }
    assert.equal(subscription._deltaNumFull, 1);
    assert.equal(subscription._deltaNumDelta, 4);
    one.disconnect();
  },
  async recoversWithDeltas() {
    const [one, other] = [await ann(), await ann()];
    const subscription = await subscribed(one, "doc:recover", { delta: "fossil" });
    await other.publish("doc:recover", encode({ text, version: 1 }));
    await subscription.publications();
    const again = events(subscription, "subscribed");
    one.disconnect();
    for (const version of [2, 3, 4]) await other.publish("doc:recover", encode({ text, version }));
    one.connect();
    assert.equal((await again()).recovered, true);
    await other.publish("doc:recover", encode({ text, version: 5 }));
    for (const version of [2, 3, 4, 5]) {
      assert.deepEqual(decode((await subscription.publications()).data), { text, version });
    }
    assert.ok(subscription._deltaNumDelta >= 3);
    one.disconnect();
    other.disconnect();
  },
  async doesWithoutDeltasWhereThereAreNone() {
    const one = await ann();
    const subscription = await subscribed(one, "few:delta", { delta: "fossil" });
    for (const version of [1, 2]) {
      await one.publish("few:delta", encode({ text, version }));
      assert.deepEqual(decode((await subscription.publications()).data), { text, version });
    }
    one.disconnect();
  },
  async filtersByTags() {
    const one = await ann();
    const tagsFilter = { key: "colour", cmp: "in", vals: ["red", "green"] };
    const subscription = await subscribed(one, "doc:filter", { tagsFilter });
    for (const colour of ["red", "blue", "green", "blue", "red"]) await one.rpc("paint", encode(colour));
    for (const colour of ["red", "green", "red"]) {
      const { data, tags } = await subscription.publications();
      assert.equal(decode(data), colour);
      assert.equal(tags.colour, colour);
    }
    const again = events(subscription, "subscribed");
    one.disconnect();
    one.connect();
    await events(one, "connected")();
    assert.equal((await again()).recovered, true);
    await one.rpc("paint", encode("green"));
    assert.equal(decode((await subscription.publications()).data), "green");
    const refused = one.newSubscription("few:filter", { tagsFilter });
    const over = events(refused, "unsubscribed");
    refused.subscribe();
    assert.equal((await over()).code, 107);
    one.disconnect();
  },
  async fetchesAnotherTokenIfItsIsExpired() {
    const one = client({ token: "expired", getToken: giving(user(600)) });
    const [errors, begun] = [events(one, "error"), events(one, "connected")];
    one.connect();
    assert.equal((await errors()).error.code, 109);
    await begun();
    one.disconnect();
  },
  async isDisconnectedForAWrongToken() {
    const one = client({ token: "bad" });
    const over = events(one, "disconnected");
    one.connect();
    assert.equal((await over()).code, 3500);
  },
  async fetchesAnotherTokenForASubscription() {
    const one = await ann();
    const subscription = one.newSubscription("private:a", { token: "expired", getToken: giving("ok/60") });
    const [errors, begun] = [events(subscription, "error"), events(subscription, "subscribed")];
    subscription.subscribe();
    assert.equal((await errors()).error.code, 109);
    await begun();
    const wrong = one.newSubscription("private:b", { token: "bad" });
    const over = events(wrong, "unsubscribed");
    wrong.subscribe();
    assert.equal((await over()).code, 103);
    one.disconnect();
  },
  async isWhereTheServerPutsItAndResumesThat() {
    const token = user(600);
    const one = client({ token });
    const [begun, entered, news] = ["connected", "subscribed", "publication"].map((name) => events(one, name));
    one.connect();
    assert.deepEqual(decode((await begun()).data), { hello: true });
    const { channel, data } = await entered();
    assert.equal(channel, `news:${token.split("/")[0]}`);
    assert.deepEqual(decode(data), { for: "you" });
    const other = await ann();
    await other.publish(channel, encode(1));
    assert.equal(decode((await news()).data), 1);
    one.disconnect();
    for (const value of [2, 3]) await other.publish(channel, encode(value));
    one.connect();
    await begun();
    assert.equal((await entered()).recovered, true);
    for (const value of [2, 3]) assert.equal(decode((await news()).data), value);
    one.disconnect();
    other.disconnect();
  },
  async publishesOnceByACall() {
    const one = await ann();
    const publish = async (idempotencyKey) =>
      decode(
        (await one.rpc("duplex.publish", encode({ channel: "doc:call", data: { text }, idempotencyKey }))).data,
      );
    const first = await publish("one");
    assert.deepEqual([first.offset, typeof first.epoch], [1, "string"]);
    assert.equal((await publish("two")).offset, 2);
    assert.deepEqual(await publish("one"), first);
    await fails(one.rpc("duplex.publish", encode({ channel: "nowhere:a", data: 1 })), 102);
    one.disconnect();
  },
  async sendsMessages() {
    const one = await ann();
    await one.send(encode("heard"));
    const heard = async () => decode((await one.rpc("heard", encode(null))).data);
    // A message has no answer, and where each command is a request of its own the call may arrive before it.
    let last;
    do last = await heard();
    while (last == null);
    assert.equal(last, "heard");
    one.disconnect();
  },
  async beginsFromAStateOfItsOwn() {
    const one = await ann();
    for (const value of [1, 2]) await one.publish("few:state", encode(value));
    const states = giving({ offset: 0, epoch: "" });
    const subscription = await subscribed(one, "few:state", { getState: states });
    for (const value of [1, 2]) assert.equal(decode((await subscription.publications()).data), value);
    const again = events(subscription, "subscribed");
    one.disconnect();
    const other = await ann();
    for (const value of [3, 4, 5, 6]) await other.publish("few:state", encode(value));
    const { offset, epoch } = await other.history("few:state", { limit: 0 });
    const late = giving({ offset, epoch });
    subscription._getState = late;
    one.connect();
    await late.called(1);
    await again();
    await other.publish("few:state", encode(7));
    assert.equal(decode((await subscription.publications()).data), 7);
    one.disconnect();
    other.disconnect();
  },
  async sendsManyAtOnce() {
    const one = client({ token: user(600) });
    one.startBatching();
    one.connect();
    const all = Array.from({ length: 20 }, (_, i) => subscribed(one, `doc:many${i}`, { delta: "fossil" }));
    one.stopBatching();
    const subscriptions = await Promise.all(all);
    one.startBatching();
    const answers = subscriptions.map((it, i) => it.publish(encode({ text, i })));
    one.stopBatching();
    await Promise.all(answers);
    for (const [i, it] of subscriptions.entries()) {
      assert.deepEqual(decode((await it.publications()).data), { text, i });
    }
    one.disconnect();
  },
  async isToldWhatIsNotServed() {
    const one = await ann();
    const map = one.newMapSubscription("doc:map");
    const over = events(map, "unsubscribed");
    map.subscribe();
    assert.equal((await over()).code, 108);
    one.disconnect();
  },
};

// What waits for tokens to expire, and renews them.
const renewing = {
  async renewsItsConnection() {
    const token = user(1);
    const getToken = giving(token);
    const one = await connected(client({ getToken }));
    // The third is asked for once the second has been taken.
    await getToken.called(3);
    assert.equal(one.state, "connected");
    one.disconnect();
  },
  async renewsItsSubscription() {
    const one = await ann();
    const getToken = giving("ok/1");
    await subscribed(one, "private:a", { getToken });
    await getToken.called(3);
    assert.equal(one.getSubscription("private:a").state, "subscribed");
    one.disconnect();
  },
};

// What waits for them to expire, and does not.
const expiring = {
  async comesBackAfterItHasExpired() {
    const one = client({ token: user(1), getToken: () => new Promise(() => {}) });
    const [connecting, begun] = [events(one, "connecting"), events(one, "connected")];
    one.connect();
    await connecting();
    await begun();
    const { code } = await connecting();
    assert.equal(code, 3005);
    one.disconnect();
  },
  async subscribesAgainAfterItHasExpired() {
    const one = await ann();
    let asked = 0;
    const getToken = () => (++asked === 2 ? new Promise(() => {}) : Promise.resolve("ok/1"));
    const subscription = one.newSubscription("private:a", { getToken });
    const [subscribing, begun] = [events(subscription, "subscribing"), events(subscription, "subscribed")];
    subscription.subscribe();
    await subscribing();
    await begun();
    assert.equal((await subscribing()).code, 2501);
    await begun();
    one.disconnect();
  },
};

await (process.argv[5] === "expiring" ? run({}, expiring) : run(checks, renewing));
