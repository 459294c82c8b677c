// Has the server end, by its method `end`, and looks at what npm's `centrifuge` makes of it.
//
//   node centrifuge-end.mjs TRANSPORT ENCODING URL      as in centrifuge-checks.mjs
import assert from "node:assert/strict";
import { client, connected, encode, events, run } from "./centrifuge-checks.mjs";

await run({
  async seesThatTheServerHasEnded() {
    const one = await connected(client());
    const [connecting, disconnected] = [events(one, "connecting"), events(one, "disconnected")];
    one.rpc("end", encode({})).catch(() => {});
    const { code, reason } = await connecting();
    assert.deepEqual({ code, reason }, { code: 3001, reason: "shutdown" });
    assert.equal(one.state, "connecting", "it would come again");
    one.disconnect();
    await disconnected();
  },
});
