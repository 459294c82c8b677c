// Who is in a conversation, and who is typing. Somebody with several connections is there once, and stays while one of them does.

import type { ClientInfo } from 'centrifuge';
import { fieldsOf } from './message';
import { shownName } from './words';

export interface Person {
  /** Empty: nobody that the server knows. */
  readonly user: string;
  readonly name: string;
  /** How many of their connections are here. */
  readonly connections: number;
}

/** How long somebody who said so is typing, in milliseconds. */
export const TYPING_MILLIS = 5000;
/** More are not told by name. */
const TYPING_NAMES = 3;
const NOBODY = 'Nobody';

export class People {
  #clients = new Map<string, ClientInfo>();
  readonly #typing = new Map<string, { name: string; until: number }>();

  /** All who are there, as the server tells. */
  present(clients: Iterable<ClientInfo>): void {
    this.#clients = new Map([...clients].map((info) => [info.client, info]));
  }

  joined(info: ClientInfo): void {
    this.#clients.set(info.client, info);
  }

  left(info: ClientInfo): void {
    this.#clients.delete(info.client);
    this.#typing.delete(idOf(info));
  }

  /** Those who are known by name; then how many there are besides. */
  get list(): { people: Person[]; nobodies: number } {
    const byUser = new Map<string, Person>();
    let nobodies = 0;
    for (const info of this.#clients.values()) {
      if (info.user === '') {
        nobodies++;
      } else {
        const connections = (byUser.get(info.user)?.connections ?? 0) + 1;
        byUser.set(info.user, { user: info.user, name: nameOf(info), connections });
      }
    }
    const people = [...byUser.values()].sort(
      (a, b) => a.name.localeCompare(b.name) || a.user.localeCompare(b.user),
    );
    return { people, nobodies };
  }

  /** Somebody says that they are typing. */
  typing(info: ClientInfo, now: number): void {
    this.#typing.set(idOf(info), { name: nameOf(info), until: now + TYPING_MILLIS });
  }

  /** Somebody said what they were typing. */
  spoke(user: string): void {
    this.#typing.delete(user);
  }

  /** Who is typing now, in a sentence; empty if nobody is. */
  typingNow(now: number): string {
    for (const [id, { until }] of this.#typing) {
      if (until <= now) {
        this.#typing.delete(id);
      }
    }
    const names = [...this.#typing.values()].map(({ name }) => name);
    if (names.length === 0) {
      return '';
    }
    if (names.length > TYPING_NAMES) {
      return `${names.length} people are typing…`;
    }
    const last = names.pop() ?? '';
    return names.length === 0
      ? `${last} is typing…`
      : `${names.join(', ')} and ${last} are typing…`;
  }
}

function idOf(info: ClientInfo): string {
  return info.user === '' ? info.client : info.user;
}

export function nameOf(info: ClientInfo): string {
  const name = fieldsOf(info.connInfo)?.name;
  return shownName(typeof name === 'string' ? name : '') || NOBODY;
}
