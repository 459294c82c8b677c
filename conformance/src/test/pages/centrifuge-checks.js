// Put into pages that have loaded npm's `centrifuge`, behind checks.js; for its SockJS transport npm's
// `sockjs-client` too.

// The next event of a name, and those after it.
function events(of, name) {
  const came = [];
  const waiting = [];
  of.on(name, (event) => (waiting.length > 0 ? waiting.shift()(event) : came.push(event)));
  return () => (came.length > 0 ? Promise.resolve(came.shift()) : new Promise((resolve) => waiting.push(resolve)));
}

// Clients of one transport and encoding. `close` disconnects all that were made.
function clients(base, transport, encoding) {
  const made = [];
  const endpoint = `${transport === "websocket" ? base.replace("http", "ws") : base}/connection/${transport}`;
  return {
    async connect() {
      const client = new Centrifuge([{ transport, endpoint }], {
        emulationEndpoint: `${base}/emulation`,
        minReconnectDelay: 10,
        maxReconnectDelay: 50,
        // Longer than anything takes on a busy machine.
        timeout: 60000,
        sockjsOptions: { timeout: 60000 },
      });
      made.push(client);
      client.connections = events(client, "connected");
      client.connect();
      // Of SockJS it says by which of its transports, too.
      check((await client.connections()).transport.split("-")[0], transport, "the transport");
      return client;
    },
    encode: (value) => (encoding === "protobuf" ? new TextEncoder().encode(JSON.stringify(value)) : value),
    decode: (data) => (encoding === "protobuf" ? JSON.parse(new TextDecoder().decode(data)) : data),
    close: () => made.forEach((client) => client.disconnect()),
  };
}

async function enter(client, channel, options) {
  const subscription = client.newSubscription(channel, options);
  for (const name of ["subscribed", "unsubscribed", "publication", "join", "leave"]) {
    subscription[`next_${name}`] = events(subscription, name);
  }
  subscription.subscribe();
  await subscription.next_subscribed();
  return subscription;
}

const rejection = (promise) => promise.then(() => "answered", (error) => error.code);

const CHECKS = {
  async publishesToAll({ connect, encode, decode }) {
    const [ann, ben] = [await connect(), await connect()];
    const subscriptions = [await enter(ann, "chat:all"), await enter(ben, "chat:all")];
    for (const value of [{ text: "größer 😀" }, [], 0, "a\nb\u2028", null, "x".repeat(500000)]) {
      await subscriptions[1].publish(encode(value));
      for (const subscription of subscriptions) {
        const { data } = await subscription.next_publication();
        check(JSON.stringify(decode(data)), JSON.stringify(value), "what was published");
      }
    }
  },
  async keepsTheOrder({ connect, encode, decode }) {
    const client = await connect();
    const subscription = await enter(client, "chat:order");
    client.startBatching();
    const answers = Array.from({ length: 200 }, (_, i) => subscription.publish(encode(i)));
    client.stopBatching();
    await Promise.all(answers);
    for (let i = 0; i < 200; i++) check(decode((await subscription.next_publication()).data), i, "order");
  },
  async recoversWhatItMissed({ connect, encode, decode }) {
    const [ann, ben] = [await connect(), await connect()];
    const subscription = await enter(ann, "chat:recover");
    await ben.publish("chat:recover", encode(1));
    check(decode((await subscription.next_publication()).data), 1, "before");
    ann.disconnect();
    for (const value of [2, 3, 4]) await ben.publish("chat:recover", encode(value));
    ann.connect();
    check((await subscription.next_subscribed()).recovered, true, "recovered");
    await ben.publish("chat:recover", encode(5));
    for (const value of [2, 3, 4, 5]) {
      check(decode((await subscription.next_publication()).data), value, "after");
    }
  },
  async readsHistory({ connect, encode, decode }) {
    const client = await connect();
    for (let i = 1; i <= 6; i++) await client.publish("chat:history", encode(i));
    const page = await client.history("chat:history", { limit: 4 });
    check(page.publications.map((it) => decode(it.data)).join(), "1,2,3,4", "history");
    const since = { epoch: page.epoch, offset: 4 };
    const rest = await client.history("chat:history", { limit: -1, since });
    check(rest.publications.map((it) => decode(it.data)).join(), "5,6", "the rest of history");
  },
  async seesWhoIsThere({ connect }) {
    const [ann, ben] = [await connect(), await connect()];
    const subscription = await enter(ann, "chat:presence", { joinLeave: true });
    await subscription.next_join();
    await enter(ben, "chat:presence");
    const { client } = (await subscription.next_join()).info;
    check(Object.keys((await ann.presence("chat:presence")).clients).includes(client), true, "presence");
    check((await ann.presenceStats("chat:presence")).numClients, 2, "how many are there");
    ben.disconnect();
    check((await subscription.next_leave()).info.client, client, "who left");
  },
  async callsMethods({ connect, encode, decode }) {
    const client = await connect();
    check(decode((await client.rpc("echo", encode([1]))).data)[0], 1, "echo");
    check(await rejection(client.rpc("nothing", encode(1))), 104, "a method that is not there");
  },
  async isRefused({ connect, encode }) {
    const client = await connect();
    await enter(client, "quiet:a");
    check(await rejection(client.publish("quiet:a", encode(1))), 103, "publishing");
    check(await rejection(client.publish("unknown:a", encode(1))), 102, "an unknown channel");
  },
  async isTakenFromAChannel({ connect, encode }) {
    const client = await connect();
    const subscription = await enter(client, "chat:out");
    client.rpc("out", encode("chat:out")).catch(() => {});
    check((await subscription.next_unsubscribed()).code, 2000, "unsubscribed by the server");
  },
  async isDisconnected({ connect, encode, decode }) {
    const client = await connect();
    const subscription = await enter(client, "chat:again");
    const [connecting, disconnected] = [events(client, "connecting"), events(client, "disconnected")];
    client.rpc("again", encode(0)).catch(() => {});
    check((await connecting()).code, 3456, "disconnected, to come again");
    await client.connections();
    check((await subscription.next_subscribed()).recovered, true, "recovered after a disconnect");
    await subscription.publish(encode("here again"));
    check(decode((await subscription.next_publication()).data), "here again", "heard again");
    client.rpc("leave", encode(0)).catch(() => {});
    check((await disconnected()).code, 4567, "disconnected for good");
  },
};

async function checkCentrifuge(base, transport, encoding) {
  for (const [name, one] of Object.entries(CHECKS)) {
    doing = name;
    const all = clients(base, transport, encoding);
    try {
      await one(all);
    } catch (error) {
      // The client rejects with plain objects.
      throw error instanceof Error ? error : new Error(`${name}: ${JSON.stringify(error)}`);
    }
    all.close();
  }
  return Object.keys(CHECKS).length;
}
