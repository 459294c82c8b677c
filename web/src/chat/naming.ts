// What I am called: as this page is connected, which is how others are told of it, and as another tab may have changed it since.

import type { Centrifuge } from 'centrifuge';
import type { Identities, Identity } from './identity';

export class Naming {
  #as: Identity;

  /** @param client is told my name before it connects */
  constructor(
    private readonly client: Pick<Centrifuge, 'setData' | 'connect' | 'disconnect'>,
    private readonly identities: Identities,
  ) {
    this.#as = identities.current();
    client.setData({ name: this.name });
  }

  /** As others see it. */
  get name(): string {
    return this.#as.name;
  }

  rename(name: string): void {
    this.#become(this.identities.rename(name));
  }

  /** Another tab has changed what stands at a key of the browser's store. Returns whether that was my name. */
  renamedElsewhere(key: string | null): boolean {
    const kept = this.identities.isKept(key) ? this.identities.kept() : null;
    if (kept?.secret !== this.#as.secret || kept.name === this.name) {
      return false;
    }
    this.#become(kept);
    return true;
  }

  /** The server tells others who connect from now on, so this page connects again. */
  #become(identity: Identity): void {
    this.#as = identity;
    this.client.setData({ name: this.name });
    this.client.disconnect();
    this.client.connect();
  }
}
