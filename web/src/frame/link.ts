// A page's connection: npm's centrifuge by the transport that was chosen, with the indicator in the bar and the banner that tells what
// becomes of it. What a page does with the client is its own business.

import {
  Centrifuge,
  type Options,
  type PublicationContext,
  type SubscribedContext,
  type Subscription,
} from 'centrifuge';
import { loadSockJs } from '../sockjs';
import { tab } from '../store';
import { Banner } from './banner';
import { Indicator } from './indicator';
import { RoundTrips } from './round-trip';
import { Story, type Words } from './story';
import { chosen, needsSockJs, plan } from './transport';

const PING_MILLIS = 4000;
/** A page that waits for long is a bad demo: the least and the most time between two attempts. */
const RECONNECT = { minReconnectDelay: 200, maxReconnectDelay: 4000 };

export class Link {
  readonly #story: Story;
  readonly #roundTrips = new RoundTrips();
  readonly #indicator: Indicator;
  readonly #banner: Banner;

  private constructor(
    readonly client: Centrifuge,
    choice: string,
    words: Words,
  ) {
    this.#story = new Story(words);
    this.#indicator = new Indicator(choice);
    this.#banner = new Banner((action) => {
      if (action === 'dismiss') {
        this.#story.dismiss();
        this.#tell();
      } else {
        this.#story.again();
        client.disconnect();
        client.connect();
      }
    });
    this.#watch();
  }

  /**
   * Makes a client, which is to be told to connect.
   *
   * @param place below which path the server has its transports
   * @param words what is told otherwise than by the chat
   */
  static async make(
    options: Partial<Options>,
    { place = '', ...words }: Words & { readonly place?: string } = {},
  ): Promise<Link> {
    const choice = chosen(location.search, tab);
    const sockjs = needsSockJs(choice) ? await loadSockJs() : null;
    const { endpoints, options: transport } = plan(choice, location.origin + place, sockjs);
    const emulationEndpoint = `${location.origin}${place}/emulation`;
    const all = { ...RECONNECT, emulationEndpoint, ...options, ...transport };
    return new Link(new Centrifuge(endpoints, all), choice, words);
  }

  #watch(): void {
    const { client } = this;
    client.on('connecting', ({ code }) => {
      this.#roundTrips.clear();
      this.#indicator.connecting();
      // 0: it was told to connect; anything else is a loss.
      if (code !== 0) {
        this.#story.interrupted();
        this.#tell();
      }
    });
    client.on('error', ({ type }) => {
      if (type === 'transport') {
        this.#story.interrupted();
        this.#tell();
      }
    });
    client.on('connected', ({ transport }) => {
      this.#story.connected();
      this.#indicator.connected(transport);
      this.#tell();
      void this.#ping();
    });
    client.on('disconnected', ({ code, reason }) => {
      // 0: this page disconnected, to connect again.
      if (code !== 0) {
        this.#story.ended(code, reason);
        this.#indicator.ended();
        this.#tell();
      }
    });
    setInterval(() => void this.#ping(), PING_MILLIS);
  }

  /**
   * Tells of a subscription too: whether it comes back, and with what.
   *
   * @param counts which publications are told as recovered: those that are messages to a person
   */
  follow(subscription: Subscription, counts: (publication: PublicationContext) => boolean): void {
    const { channel } = subscription;
    let recovered = 0;
    let recovering = false;
    subscription.on('publication', (publication) => {
      if (recovering && counts(publication)) {
        recovered++;
      }
    });
    subscription.on('subscribed', (context: SubscribedContext) => {
      this.#story.entered(channel);
      if (!context.wasRecovering) {
        this.#story.returned(channel, 0, true);
        this.#tell();
        return;
      }
      recovering = true;
      recovered = 0;
      // What was missed is given before anything else happens.
      setTimeout(() => {
        recovering = false;
        this.#story.returned(channel, recovered, context.recovered);
        this.#tell();
      });
    });
    subscription.on('unsubscribed', () => {
      this.#story.left(channel);
      this.#tell();
    });
  }

  async #ping(): Promise<void> {
    if (this.client.state !== 'connected' || document.hidden) {
      return;
    }
    const begun = performance.now();
    try {
      await this.client.rpc('duplex.ping', {});
    } catch {
      // The connection went meanwhile: that is told elsewhere.
      return;
    }
    this.#roundTrips.add(performance.now() - begun);
    this.#indicator.measured(this.#roundTrips);
  }

  #tell(): void {
    this.#banner.show(this.#story.telling);
  }
}
