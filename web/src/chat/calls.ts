// Calls of the server's methods, and which of its answers are a no.

import type { Centrifuge } from 'centrifuge';
import { Refusal } from './outbox';

/** Errors below are the client's own: there was no answer. */
const FIRST_SERVER_ERROR = 100;
/** The server's that mean: not now. */
const NOT_NOW = new Set([100, 111]);

/**
 * Calls a method. Resolves to what it is answered with.
 *
 * @throws a `Refusal` if the server's answer is no, and would be again; anything else if there was no answer
 */
export async function call(
  client: Pick<Centrifuge, 'rpc'>,
  method: string,
  data: unknown,
): Promise<unknown> {
  try {
    return (await client.rpc(method, data)).data;
  } catch (error) {
    const { code, message } = error as { code?: number; message?: string };
    if (code !== undefined && code >= FIRST_SERVER_ERROR && !NOT_NOW.has(code)) {
      throw new Refusal(message ?? 'refused');
    }
    throw error;
  }
}
