// Where a user learns who wants to talk to them: notes, by whom the server says they are. All of it is read, to its end.

import type { PublicationContext, Subscription } from 'centrifuge';
import type { Link } from '../frame/link';
import { inboxChannel } from './channels';
import type { ReadMark } from './conversation';

/** How many notes are asked for at a time. */
const PAGE = 100;

export class Inbox {
  readonly #subscription: Subscription;
  /** The latest note that has come. */
  #at: ReadMark = { epoch: '', offset: 0 };
  /** Whether all that was there has come. */
  #complete = false;

  /** @param wanted told who wants to talk, and where the note stands */
  constructor(
    link: Pick<Link, 'client' | 'follow'>,
    me: string,
    private readonly wanted: (user: string, at: ReadMark) => void,
  ) {
    this.#subscription = link.client.newSubscription(inboxChannel(me), {
      recoverable: true,
      positioned: true,
    });
    link.follow(this.#subscription, () => false);
    this.#subscription
      .on('publication', (publication) => this.#take(publication, this.#at.epoch))
      .on('subscribed', ({ wasRecovering, recovered, streamPosition }) => {
        this.#complete &&= wasRecovering && recovered;
        const epoch = streamPosition?.epoch ?? '';
        if (epoch !== this.#at.epoch) {
          this.#at = { epoch, offset: 0 };
        }
        void this.#read();
      });
    this.#subscription.subscribe();
  }

  /** Up to where it is known. */
  get at(): ReadMark {
    return this.#at;
  }

  /** Reads what was there before, the latest first, until nothing is before it. */
  async #read(): Promise<void> {
    let since: ReadMark | undefined;
    while (!this.#complete) {
      try {
        const page = await this.#subscription.history({
          limit: PAGE,
          reverse: true,
          ...(since === undefined ? {} : { since }),
        });
        for (const publication of page.publications) {
          this.#take(publication, page.epoch);
        }
        since = { epoch: page.epoch, offset: page.publications.at(-1)?.offset ?? 0 };
        this.#complete = page.publications.length < PAGE;
      } catch {
        // The connection went meanwhile: who comes back asks again.
        return;
      }
    }
  }

  /** The server says who it is from: what they say of themselves does not count. */
  #take({ info, offset = 0 }: PublicationContext, epoch: string): void {
    if (epoch === this.#at.epoch && offset > this.#at.offset) {
      this.#at = { epoch, offset };
    }
    if (info !== undefined) {
      this.wanted(info.user, { epoch, offset });
    }
  }
}
