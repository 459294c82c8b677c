// Drives npm's `centrifuge` against a server of the conformance suite. In the namespace `chat` anything is allowed, in `quiet` only to subscribe;
// others there are not. How it is called says `centrifuge-checks.mjs`.
import assert from "node:assert/strict";
import { connected, decode, encode, events, fails, run, subscribed } from "./centrifuge-checks.mjs";

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

await run(checks);
