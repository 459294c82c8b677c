package dev.duplex.app.ticker;

import dev.duplex.channels.Draft;
import dev.duplex.channels.End;
import dev.duplex.channels.Failures;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Lane;
import dev.duplex.channels.Offer;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Result;
import dev.duplex.channels.Subscriber;
import dev.duplex.channels.Subscription;
import dev.duplex.json.JsonObject;
import dev.duplex.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Publishes the prices of a simulated market, so many a second, each under its symbol as key, while somebody else is in their channel; and is in it itself:
/// a price that somebody else publishes there moves the market. Once a second it tells in another channel what it does.
///
/// All of it happens in its lane; the public methods may be called from any thread.
final class TickerFeed implements Subscriber {
    /// Where prices are published.
    static final String PRICES = "ticker:simulated";

    /// Where it tells how many it publishes.
    static final String SOURCE = "ticker:source";

    /// Prices a second, if nobody says otherwise.
    static final int DEFAULT_RATE = 5_000;

    /// Most prices a second that may be asked for.
    static final int MAX_RATE = 20_000;

    /// Of how many symbols that the market has not it remembers what others published.
    static final int MAX_OTHERS = 100;

    private static final System.Logger LOG = System.getLogger(TickerFeed.class.getName());

    /// Of how many instruments a glance tells: those that are traded most.
    private static final int GLANCED_AT = 3;

    private static final Duration STEP = Duration.ofMillis(10);

    /// How soon it finds out that somebody looks.
    private static final Duration LOOK = Duration.ofMillis(250);

    private static final long TELL_NANOS = Duration.ofSeconds(1).toNanos();

    /// Of how much time it makes up for at most when it could not run.
    private static final double MOST_SECONDS = 0.1;

    private final Hub hub;
    private final Lane lane;
    private final Market market;
    private final LongSupplier nanoTime;
    private final InstantSource clock;

    // In the lane only:
    private final Map<String, Quote> others = new LinkedHashMap<>();
    private int rate = DEFAULT_RATE;
    private boolean closed;
    private boolean resting = true;
    private long last;
    private long told;
    private double owed;
    private long published;

    private final AtomicLong refused = new AtomicLong();

    /// @param lane its own
    /// @param nanoTime what passes
    /// @param clock what time it is
    TickerFeed(Hub hub, Lane lane, Market market, LongSupplier nanoTime, InstantSource clock) {
        this.hub = hub;
        this.lane = lane;
        this.market = market;
        this.nanoTime = nanoTime;
        this.clock = clock;
    }

    /// Begins to look whether somebody looks.
    void start() {
        hub.subscribe(PRICES, this);
        lane.execute(this::step);
    }

    /// Publishes so many prices a second from now on; 0: none.
    ///
    /// @throws IllegalArgumentException if it is not in 0..[#MAX_RATE]
    void rate(int perSecond) {
        if (perSecond < 0 || perSecond > MAX_RATE) {
            throw new IllegalArgumentException("a rate is in 0.." + MAX_RATE);
        }
        lane.execute(() -> {
            rate = perSecond;
            owed = 0;
            tell();
        });
    }

    /// Gives `taker` the market as it is now, as JSON: its instruments with their last prices, and what others published. In its lane.
    ///
    /// @throws RejectedExecutionException if it has been closed
    void snapshot(Consumer<byte[]> taker) {
        lane.execute(() -> taker.accept(json().getBytes(StandardCharsets.UTF_8)));
    }

    /// Gives `taker` what goes on, in short, as JSON: how many prices a second there are while somebody looks, how many look now, and the busiest
    /// instruments. Nobody looks for that, and it wakes nothing. In its lane.
    ///
    /// @throws RejectedExecutionException if it has been closed
    void glance(Consumer<String> taker) {
        lane.execute(() -> taker.accept(glance()));
    }

    /// Publishes nothing any more.
    void close() {
        hub.unsubscribe(PRICES, this);
        lane.execute(() -> closed = true);
    }

    // --- in the lane

    private void step() {
        if (closed) {
            return;
        }
        int watching = watching();
        if (watching == 0) {
            resting = true;
            lane.schedule(this::step, LOOK);
            return;
        }
        long now = nanoTime.getAsLong();
        if (resting) {
            resting = false;
            last = now;
            told = now - TELL_NANOS;
            owed = 0;
        }
        // A part of a price stays owed: at a low rate it takes many steps to make one.
        owed += rate * Math.min((now - last) / 1e9, MOST_SECONDS);
        last = now;
        long millis = clock.millis();
        for (; owed >= 1; owed--) {
            publish(market.next(millis));
        }
        if (now - told >= TELL_NANOS) {
            told = now;
            tell();
        }
        lane.schedule(this::step, STEP);
    }

    /// How many there are beside this one.
    private int watching() {
        return Math.max(0, hub.subscribers(PRICES) - 1);
    }

    private void publish(Tick tick) {
        published++;
        publish(PRICES, tick.symbol(), tick.json())
                .whenComplete((result, failure) -> {
                    if (failure != null) {
                        LOG.log(Failures.level(failure), "a price was not published", failure);
                    } else if (result instanceof Result.Refused<?>) {
                        // Whoever reads the prices is behind; the next ones are newer.
                        refused.incrementAndGet();
                    }
                });
    }

    private CompletionStage<? extends Result<?>> publish(String channel, String key, String json) {
        Payload payload = Payload.of(Payload.Kind.JSON, json.getBytes(StandardCharsets.UTF_8));
        return hub.publish(channel, Draft.of(payload).withKey(key));
    }

    private void tell() {
        String json =
                new JsonObject()
                        .put("rate", rate)
                        .put("published", published)
                        .put("refused", refused.get())
                        .put("watching", watching())
                        .toString();
        publish(SOURCE, "", json)
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        LOG.log(Failures.level(failure), "nothing was told", failure);
                    }
                });
    }

    private String glance() {
        StringBuilder json =
                new StringBuilder("{\"rate\":")
                        .append(rate)
                        .append(",\"watching\":")
                        .append(watching())
                        .append(",\"instruments\":[");
        instruments(json, GLANCED_AT);
        return json.append("]}").toString();
    }

    private String json() {
        StringBuilder json =
                new StringBuilder(128 * Market.INSTRUMENTS).append("{\"instruments\":[");
        instruments(json, Market.INSTRUMENTS);
        json.append("],\"others\":[");
        String comma = "";
        for (Quote quote : others.values()) {
            json.append(comma)
                    .append("{\"symbol\":")
                    .append(JsonString.quoted(quote.symbol()))
                    .append(",\"price\":")
                    .append(quote.price())
                    .append('}');
            comma = ",";
        }
        return json.append("]}").toString();
    }

    /// Writes the first `count` of the market, each with its last price.
    private void instruments(StringBuilder json, int count) {
        String comma = "";
        List<Tick> prices = market.prices(clock.millis());
        for (int i = 0; i < count; i++) {
            Instrument instrument = market.instruments().get(i);
            json.append(comma)
                    .append("{\"symbol\":")
                    .append(JsonString.quoted(instrument.symbol()))
                    .append(",\"name\":")
                    .append(JsonString.quoted(instrument.name()))
                    .append(",\"sector\":")
                    .append(JsonString.quoted(instrument.sector()))
                    .append(",\"open\":")
                    .append(instrument.open())
                    .append(",\"price\":")
                    .append(prices.get(i).price())
                    .append(",\"n\":")
                    .append(prices.get(i).n())
                    .append('}');
            comma = ",";
        }
    }

    // --- as a subscriber

    @Override
    public Lane lane() {
        return lane;
    }

    @Override
    public Offer offer(Publication publication) {
        Quote.of(publication.payload()).ifPresent(this::take);
        return Offer.ACCEPTED;
    }

    private void take(Quote quote) {
        if (market.set(quote.symbol(), quote.price())) {
            return;
        }
        others.remove(quote.symbol());
        if (others.size() == MAX_OTHERS) {
            others.remove(others.keySet().iterator().next());
        }
        others.put(quote.symbol(), quote);
    }

    /// What was lost on the way here is of no use any more.
    @Override
    public void ended(Subscription subscription, End end) {
        if (!closed) {
            hub.subscribe(PRICES, this);
        }
    }
}
