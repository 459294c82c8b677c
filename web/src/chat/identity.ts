// Who this page is. There are no accounts in the development mode: a secret that is kept in this browser is all that makes somebody the
// same one tomorrow. The server answers with the user that comes of it.

import type { Store } from '../store';
import { cut, MAX_NAME } from './words';

const KEY = 'duplex.chat';
const SECRET_BYTES = 24;
const COLOURS = [
  'Amber',
  'Azure',
  'Coral',
  'Golden',
  'Jade',
  'Olive',
  'Scarlet',
  'Silver',
  'Teal',
  'Violet',
];
const BIRDS = ['Crane', 'Finch', 'Heron', 'Ibis', 'Kite', 'Lark', 'Owl', 'Robin', 'Swift', 'Wren'];

export interface Identity {
  readonly secret: string;
  readonly name: string;
}

export class Identities {
  /** @param store of this browser, or of this tab for somebody who is here only */
  constructor(
    private readonly store: Pick<Store, 'getItem' | 'setItem'>,
    private readonly random: (bytes: number) => Uint8Array = (bytes) =>
      crypto.getRandomValues(new Uint8Array(bytes)),
  ) {}

  /** Who was here before, or somebody new. */
  current(): Identity {
    return this.kept() ?? this.#keep(this.#somebody());
  }

  /** Who was here before; null if nobody was. */
  kept(): Identity | null {
    const [secret = '', ...name] = (this.store.getItem(KEY) ?? '').split(' ');
    return secret.length > 0 ? { secret, name: name.join(' ') } : null;
  }

  /** Whether a key of the browser's store is that of who is here. */
  isKept(key: string | null): boolean {
    return key === KEY;
  }

  rename(name: string): Identity {
    return this.#keep({ ...this.current(), name: cut(name.trim(), MAX_NAME).replace(/…$/, '') });
  }

  #keep(identity: Identity): Identity {
    this.store.setItem(KEY, `${identity.secret} ${identity.name}`);
    return identity;
  }

  #somebody(): Identity {
    const [colour = 0, bird = 0, ...bytes] = this.random(SECRET_BYTES + 2);
    const secret = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
    const pick = (words: readonly string[], by: number): string => words[by % words.length] ?? '';
    return { secret, name: `${pick(COLOURS, colour)} ${pick(BIRDS, bird)}` };
  }
}

/** What the server takes for a token of the development mode. */
export function tokenOf(identity: Identity): string {
  return `dev.${identity.secret}`;
}

/**
 * The part of a user that is shown beside a name: enough to tell two of one name apart. With eight characters of a user that the server
 * makes of a secret somebody would have to try 2^48 of those to have the same one; the whole user is what the server tells apart.
 */
export function tagOf(user: string): string {
  return user.slice(0, 8);
}
