// Where a user learns who wants to talk to them: notes, by whom the server says they are. All of it is read, to its end.

import type { PublicationContext } from 'centrifuge';
import type { Link } from '../frame/link';
import { inboxChannel } from './channels';
import type { ReadMark } from './conversation';
import { Whole } from './whole';

export class Inbox {
  /** The latest note that has come. */
  #at: ReadMark = { epoch: '', offset: 0 };

  /** @param wanted told who wants to talk, and where the note stands */
  constructor(
    link: Pick<Link, 'client' | 'follow'>,
    me: string,
    private readonly wanted: (user: string, at: ReadMark) => void,
  ) {
    const whole = new Whole(link.client, inboxChannel(me), {
      entered: (epoch) => {
        if (epoch !== this.#at.epoch) {
          this.#at = { epoch, offset: 0 };
        }
      },
      taken: (publication, epoch) => this.#take(publication, epoch),
    });
    link.follow(whole.subscription, () => false);
    whole.enter();
  }

  /** Up to where it is known. */
  get at(): ReadMark {
    return this.#at;
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
