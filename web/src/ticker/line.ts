// What this page asks the server for by plain requests: its line, the market, and how fast that is.

import { randomId } from '../random';
import { type Snapshot, snapshotOf } from './tick';

/** Below it the page connects: a line of its own, by a random name. */
export function newLine(): string {
  return `/_dev/line/${randomId()}`;
}

/** Has the server let so many bytes a second through; 0: as many as the network takes. */
export async function limitLine(line: string, bytesPerSecond: number): Promise<void> {
  await asked(`${line}?bytesPerSecond=${bytesPerSecond}`, 'POST');
}

/** How many bytes the server has let through. */
export async function bytesOf(line: string): Promise<number> {
  const { bytes } = (await (await asked(line, 'GET')).json()) as { bytes: number };
  return bytes;
}

export async function market(): Promise<Snapshot> {
  return snapshotOf(await (await asked('/_dev/ticker/instruments', 'GET')).json());
}

/** Has the server publish so many prices a second, for everybody who looks. */
export async function setRate(updates: number): Promise<void> {
  await asked(`/_dev/ticker/rate?updates=${updates}`, 'POST');
}

async function asked(path: string, method: string): Promise<Response> {
  const answer = await fetch(path, { method, cache: 'no-store' });
  if (!answer.ok) {
    throw new Error(`The server answered ${answer.status}`);
  }
  return answer;
}
