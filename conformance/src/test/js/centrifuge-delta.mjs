// Applies deltas with the code of the npm package "centrifuge", which the package does not export: the subscription's own
// codec is asked to, with a publication as it comes off the wire.
//
//   node centrifuge-delta.mjs CASES.json      [{ source, target, delta }, …], all Base64
//
// Prints "ok" for each case, or what went wrong.
import { readFileSync } from "node:fs";
import { Centrifuge as JsonCentrifuge } from "centrifuge";
import { Centrifuge as ProtobufCentrifuge } from "centrifuge/build/protobuf";

const protobuf = new ProtobufCentrifuge("ws://127.0.0.1:1", { protocol: "protobuf" })._codec;
const json = new JsonCentrifuge("ws://127.0.0.1:1")._codec;
if (protobuf.name() !== "protobuf" || json.name() !== "json") throw new Error("other codecs than expected");

for (const { source, target, delta, text } of JSON.parse(readFileSync(process.argv[2], "utf8"))) {
  const [from, to, change] = [source, target, delta].map((base64) => new Uint8Array(Buffer.from(base64, "base64")));
  try {
    const made = protobuf.applyDeltaIfNeeded({ data: change, delta: true }, from).newData;
    if (Buffer.compare(Buffer.from(made), Buffer.from(to)) !== 0) throw new Error("another target");
    if (text) {
      const change = Buffer.from(delta, "base64").toString("utf8");
      const value = json.applyDeltaIfNeeded({ data: change, delta: true }, from).newData;
      if (JSON.stringify(value) !== JSON.stringify(JSON.parse(Buffer.from(to).toString("utf8")))) {
        throw new Error("another value");
      }
    }
    console.log("ok");
  } catch (e) {
    console.log(`${e}`);
  }
}
