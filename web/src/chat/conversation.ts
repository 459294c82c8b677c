// One conversation and its channels on the server: entered, read from, come back to.

import type {
  Centrifuge,
  ClientInfo,
  HistoryResult,
  PublicationContext,
  SubscribedContext,
  Subscription,
} from 'centrifuge';
import type { Link } from '../frame/link';
import { untilAnswered } from './asking';
import { typingChannel } from './channels';
import { Here } from './here';
import { read } from './message';
import { type People, TYPING_MILLIS } from './people';
import { Timeline } from './timeline';

/** How many messages of the history are asked for at a time. */
const PAGE = 30;
/** How often those who are here are told of typing, in milliseconds. */
const TYPING_PAUSE = 2500;

export interface ReadMark {
  readonly epoch: string;
  readonly offset: number;
}

/** Nothing was read. */
export const UNREAD: ReadMark = { epoch: '', offset: 0 };

export interface ConversationListener {
  changed(): void;
  /** So far it counts as read. */
  read(mark: ReadMark): void;
  /** Somebody else has gone, as far as one of their connections goes. */
  left(): void;
}

export class Conversation {
  readonly timeline: Timeline;
  /** What is written and not sent. */
  draft = '';
  /** After which message it was new when it was opened; null while it is not open. */
  newAfter: number | null = null;
  /** Why it cannot be entered. */
  problem = '';
  readonly #client: Centrifuge;
  readonly #subscription: Subscription;
  readonly #here: Here;
  /** The page of the history that was asked for and has not come: it resolves to whether it came. */
  #page: Promise<boolean> | null = null;
  #mark: ReadMark | null;
  /** Counts how often it was entered. */
  #entries = 0;
  #isOpen = false;
  #typing: Subscription | null = null;
  #typed = 0;

  /**
   * @param mark up to where it was read before; null for who comes for the first time, to whom what is there already is not new
   */
  constructor(
    link: Pick<Link, 'client' | 'follow'>,
    readonly channel: string,
    private readonly me: string,
    private readonly listener: ConversationListener,
    mark: ReadMark | null,
  ) {
    this.#mark = mark;
    this.#client = link.client;
    this.timeline = new Timeline(me);
    this.#subscription = this.#client.newSubscription(channel, {
      recoverable: true,
      positioned: true,
      joinLeave: true,
    });
    link.follow(this.#subscription, ({ info }) => info === undefined || info.user !== me);
    this.#here = new Here(this.#subscription, {
      changed: () => listener.changed(),
      left: ({ user }) => {
        if (user !== me) {
          listener.left();
        }
      },
    });
    this.#subscription
      .on('subscribed', (context) => void this.#entered(context))
      .on('publication', (publication) => this.#published(publication))
      .on('unsubscribed', ({ code, reason }) => {
        this.problem = code === 0 ? '' : `The server does not let you in here: ${reason}.`;
        listener.changed();
      });
    this.#subscription.subscribe();
  }

  /** Who is here. */
  get people(): People {
    return this.#here.people;
  }

  async #entered(context: SubscribedContext): Promise<void> {
    const entry = ++this.#entries;
    this.timeline.enter(
      context.streamPosition?.epoch ?? '',
      context.wasRecovering && context.recovered,
    );
    this.problem = '';
    this.listener.changed();
    void this.#here.ask();
    await untilAnswered(
      () => this.#catchUp(),
      () => entry === this.#entries && this.#subscription.state === 'subscribed',
    );
    this.listener.changed();
  }

  /** Asks for the latest page if that is not here, and for what is between it and what is here. Returns whether all of it came. */
  async #catchUp(): Promise<boolean> {
    if (!this.timeline.hasPage) {
      if (!(await this.#history(null))) {
        return false;
      }
      this.#markRead();
      this.#markNew();
    }
    while (this.timeline.hasGap) {
      // Each page is nearer to what is known, or is the last.
      if (!(await this.#history(this.timeline.edge))) {
        return false;
      }
    }
    return true;
  }

  #markRead(): void {
    const mark = this.#mark;
    if (mark === null) {
      this.#mark = this.seen();
      this.listener.read(this.#mark);
    } else if (mark.epoch === this.timeline.epoch) {
      this.timeline.read(mark.offset);
    }
  }

  #published(publication: PublicationContext): void {
    const message = read(publication, Date.now(), this.timeline.epoch);
    this.timeline.add(message);
    this.people.spoke(message.user);
    this.listener.changed();
  }

  /** Whether a page of the history is asked for. */
  get loading(): boolean {
    return this.#page !== null;
  }

  /** Whether the history may have something that is not here. */
  get hasOlder(): boolean {
    return !this.timeline.hasPage || !this.timeline.hasBeginning;
  }

  /** Whether it makes sense to offer the reader what is not here. */
  get offersOlder(): boolean {
    const canAsk =
      this.timeline.hasPage || (this.#subscription.state === 'subscribed' && !this.loading);
    return canAsk && this.hasOlder;
  }

  /** The page of the history before what is here; the latest, if that has not come. */
  async older(): Promise<void> {
    if (this.loading) {
      return;
    }
    if (!this.timeline.hasPage) {
      await this.#catchUp();
    } else if (!this.timeline.hasBeginning) {
      await this.#history(this.timeline.edge);
    }
  }

  /** Asks for the page before an offset, or for the latest one. Returns whether it came. */
  async #history(before: number | null): Promise<boolean> {
    while (this.#page !== null) {
      await this.#page;
    }
    this.#page = this.#ask(before);
    this.listener.changed();
    const came = await this.#page;
    this.#page = null;
    this.listener.changed();
    return came;
  }

  async #ask(before: number | null): Promise<boolean> {
    try {
      const { publications, epoch, offset } = await this.#read(before);
      const now = Date.now();
      const messages = publications.map((publication) => read(publication, now, epoch));
      const all = messages.length < PAGE;
      this.timeline.addHistory({ messages, epoch, top: offset, all }, before);
      return epoch === this.timeline.epoch;
    } catch {
      // Whoever is here asks again, and so does who comes back; and the reader can.
      return false;
    }
  }

  /**
   * A whole page, or all there is: the server limits the bytes of an answer, too, and so one may end before it has as many as were asked
   * for.
   */
  async #read(before: number | null): Promise<HistoryResult> {
    const publications: PublicationContext[] = [];
    let since = before === null ? null : { offset: before, epoch: this.timeline.epoch };
    for (;;) {
      const answer = await this.#subscription.history({
        limit: PAGE - publications.length,
        reverse: true,
        ...(since === null ? {} : { since }),
      });
      publications.push(...answer.publications);
      const oldest = answer.publications.at(-1)?.offset ?? 0;
      if (oldest <= 1 || publications.length >= PAGE) {
        return { ...answer, publications };
      }
      since = { offset: oldest, epoch: answer.epoch };
    }
  }

  // --- while it is looked at

  /** It is looked at: so it matters who is typing. */
  open(): void {
    this.#isOpen = true;
    this.#markNew();
    this.#typing = this.#client.newSubscription(typingChannel(this.channel));
    this.#typing.on('publication', ({ info }) => this.#othersType(info));
    this.#typing.subscribe();
  }

  close(): void {
    this.#isOpen = false;
    this.newAfter = null;
    if (this.#typing !== null) {
      this.#client.removeSubscription(this.#typing);
      this.#typing = null;
    }
  }

  /** What is unread as it is opened is marked as new, and stays marked while it is looked at. */
  #markNew(): void {
    if (this.#isOpen && this.timeline.unread > 0) {
      this.newAfter ??= this.timeline.readUpTo;
    }
  }

  #othersType(info: ClientInfo | undefined): void {
    if (info !== undefined && info.user !== this.me) {
      this.people.typing(info, Date.now());
      this.listener.changed();
      setTimeout(() => this.listener.changed(), TYPING_MILLIS + 50);
    }
  }

  /** Somebody is writing here. Others are told, now and then; if it does not come through, nothing is lost. */
  type(): void {
    const now = Date.now();
    if (this.#typing?.state === 'subscribed' && now - this.#typed > TYPING_PAUSE) {
      this.#typed = now;
      this.#typing.publish({}).catch(() => {});
    }
  }

  /** What is here has been seen. */
  seen(): ReadMark {
    this.timeline.read(this.timeline.latest);
    return { epoch: this.timeline.epoch, offset: this.timeline.readUpTo };
  }

  /** Another tab has read so far. */
  readElsewhere(mark: ReadMark | null): void {
    if (mark !== null && mark.epoch === this.timeline.epoch) {
      this.#mark = mark;
      this.timeline.read(mark.offset);
    }
  }

  leave(): void {
    this.close();
    this.#client.removeSubscription(this.#subscription);
  }
}
