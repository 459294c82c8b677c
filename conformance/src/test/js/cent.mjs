// Drives npm's `cent.js`, a client of Centrifugo's HTTP API, against a server of the conformance suite.
//
//   node cent.mjs URL KEY
//
// In the namespace `chat` there are history and presence, in `quiet` neither; others there are not. Prints one line for each
// check, and exits with 1 at the first that fails.
import assert from "node:assert/strict";
import cent from "cent.js";

const [url, apiKey] = process.argv.slice(2);
const api = new cent.CentClient({ url, apiKey });
const channel = "chat:cent";

async function check(name, body) {
  await body();
  console.log(`ok ${name}`);
}

await check("publishes, once with the same key", async () => {
  const first = await api.publish({ channel, data: { n: 1 }, idempotency_key: "k", tags: { a: "b" } });
  assert.equal(first.offset, 1);
  assert.match(first.epoch, /^.+$/);
  assert.deepEqual(await api.publish({ channel, data: { n: 1 }, idempotency_key: "k" }), first);
});

await check("broadcasts", async () => {
  const { responses } = await api.broadcast({ channels: [channel, "none:a"], data: "two" });
  assert.equal(responses[0].result.offset, 2);
  assert.equal(responses[1].error.code, 102);
});

await check("reads history", async () => {
  const page = await api.getHistory({ channel, limit: -1 });
  assert.deepEqual(page.publications, [
    { data: { n: 1 }, offset: 1, tags: { a: "b" } },
    { data: "two", offset: 2 },
  ]);
  assert.equal(page.offset, 2);
  const latest = await api.getHistory({ channel, limit: 1, reverse: true });
  assert.deepEqual(latest.publications, [{ data: "two", offset: 2 }]);
});

await check("removes history", async () => {
  assert.deepEqual(await api.removeHistory({ channel }), {});
  assert.deepEqual((await api.getHistory({ channel, limit: -1 })).publications, []);
});

await check("asks who is there", async () => {
  assert.deepEqual(await api.getPresence({ channel }), { presence: {} });
  assert.deepEqual(await api.getPresenceStats({ channel }), { num_clients: 0, num_users: 0 });
});

await check("commands connections", async () => {
  assert.deepEqual(await api.subscribe({ user: "ann", channel }), {});
  assert.deepEqual(await api.unsubscribe({ user: "ann", channel }), {});
  assert.deepEqual(await api.disconnect({ user: "ann" }), {});
  assert.deepEqual(await api.refresh({ user: "ann", expire_at: 4102444800 }), {});
});

await check("lists channels and nodes", async () => {
  assert.deepEqual(await api.getChannels({ pattern: "chat:*" }), { channels: {} });
  const { nodes } = await api.getInfo({});
  assert.equal(nodes.length, 1);
  assert.equal(nodes[0].name, "duplex");
});

await check("sends several commands in the older form", async () => {
  const [published, stats] = await api.pipeline([
    { method: "publish", params: { channel, data: 3 } },
    { method: "presence_stats", params: { channel } },
  ]);
  assert.equal(published.offset, 3);
  assert.deepEqual(stats, { num_clients: 0, num_users: 0 });
});

await check("is refused", async () => {
  await assert.rejects(api.getPresence({ channel: "quiet:a" }), cent.CentException);
  await assert.rejects(api.publish({ channel: "none:a", data: 1 }), cent.CentException);
  await assert.rejects(api.publish({ data: 1 }), cent.CentException);
  const stranger = new cent.CentClient({ url, apiKey: "wrong" });
  await assert.rejects(stranger.getInfo({}), cent.CentException);
});
