// What I am called: as this page is connected, which is how others are told of it, and as another tab may have changed it since.

import type { Centrifuge } from 'centrifuge';
import type { Identities, Identity } from './identity';

export class Naming {
  #as: Identity;

  /** @param client is told my name before it connects */
  constructor(
    private readonly client: Pick<Centrifuge, 'setData' | 'connect' | 'disconnect' | 'state'>,
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
    this.#connectAgain();
  }

  /** Another tab has changed what stands at a key of the browser's store. Returns whether that was my name. */
  renamedElsewhere(key: string | null): boolean {
    const kept = this.identities.isKept(key) ? this.identities.kept() : null;
    if (kept?.secret !== this.#as.secret || kept.name === this.name) {
      return false;
    }
    this.#become(kept);
    // Whom the server has sent away stays away, unless somebody asks for it here.
    if (this.client.state !== 'disconnected') {
      this.#connectAgain();
    }
    return true;
  }

  #become(identity: Identity): void {
    this.#as = identity;
    this.client.setData({ name: this.name });
  }

  /** The server tells others who connect from now on. */
  #connectAgain(): void {
    this.client.disconnect();
    this.client.connect();
  }
}
