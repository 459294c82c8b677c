package dev.duplex.app.notes;

import dev.duplex.channels.Draft;
import dev.duplex.channels.HistoryPage;
import dev.duplex.channels.HistoryQuery;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Member;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Position;
import dev.duplex.channels.PresenceStats;
import dev.duplex.channels.Problem;
import dev.duplex.channels.Published;
import dev.duplex.channels.Result;
import dev.duplex.channels.RpcHandler;
import dev.duplex.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/// Carries out what users do: puts it on the wall, and tells whom it concerns, in the channel that is theirs. It keeps nothing itself: whose a post
/// is, the wall's history says.
///
/// What is asked for twice, with one key, is there once; a call that fails halfway is made whole by asking again.
public final class Notifications {
    /// Where posts, likes and comments are, for everybody.
    public static final String WALL = "wall:all";

    private static final Payload NOTHING = json(new JsonObject());

    private final Hub hub;
    private final InstantSource clock;
    private final ActRates rates;

    /// @param clock by which what happens is dated
    /// @param nanos a clock that does not go back, by which rates are measured
    public Notifications(Hub hub, InstantSource clock, LongSupplier nanos) {
        this.hub = hub;
        this.clock = clock;
        rates = new ActRates(nanos);
    }

    /// Where a user's notifications are.
    public static String inbox(String user) {
        return "notes:#" + user;
    }

    /// What answers clients, by the name of the method. An act on the wall is answered with its position there.
    public Map<String, RpcHandler> methods() {
        Map<String, RpcHandler> methods = new HashMap<>();
        methods.put(Act.POST, this::call);
        methods.put(Act.MESSAGE, this::call);
        Act.REACTIONS.keySet().forEach(method -> methods.put(method, this::call));
        return Map.copyOf(methods);
    }

    /// What happened on the wall last, in short, as JSON, and how many users are there. Who asks is not there, and need not be anybody.
    ///
    /// @return fails if the engine does
    public CompletionStage<String> glance() {
        HistoryQuery latest = new HistoryQuery(Optional.empty(), WallGlance.EVENTS, true);
        return hub.history(WALL, latest)
                .thenCombine(
                        hub.presenceStats(WALL),
                        (history, there) ->
                                WallGlance.of(
                                                there instanceof Result.Done<PresenceStats>(var it)
                                                        ? it.users()
                                                        : 0,
                                                history instanceof Result.Done<HistoryPage>(var it)
                                                        ? it.publications()
                                                        : List.of())
                                        .json());
    }

    private CompletionStage<Result<Payload>> call(RpcHandler.Call call) {
        String user = call.caller().user();
        if (!Act.USER.matcher(user).matches()) {
            return refused(Problem.PERMISSION_DENIED, "only users act, whom a channel can name");
        }
        if (!rates.take(user)) {
            return refused(Problem.TOO_BUSY, "so many acts take a while");
        }
        Optional<Act> act = Act.of(call.method(), call.payload().bytes());
        if (act.isEmpty()) {
            return refused(Problem.BAD_REQUEST, "the parameters are not those of " + call.method());
        }
        return switch (act.get()) {
            case Act.Post it -> post(it, call.caller());
            case Act.Reaction it -> react(it, call.caller());
            case Act.Message it -> write(it, call.caller());
        };
    }

    private CompletionStage<Result<Payload>> post(Act.Post act, Member by) {
        JsonObject post = event(WallPost.KIND).put("text", act.text());
        return publish(WALL, post, act, by).thenApply(done -> done.map(Notifications::position));
    }

    private CompletionStage<Result<Payload>> react(Act.Reaction act, Member by) {
        return find(act.post())
                .thenCompose(found ->
                        found.isPresent()
                                ? react(act, found.get(), by)
                                : refused(
                                        Problem.NOT_AVAILABLE,
                                        "there is no such post, or no more"));
    }

    private CompletionStage<Result<Payload>> react(Act.Reaction act, WallPost post, Member by) {
        String kind = act.kind().name().toLowerCase(Locale.ROOT);
        JsonObject onWall = event(kind).put("post", act.post().offset());
        JsonObject note =
                event(kind)
                        .put("post", act.post().offset())
                        .put("epoch", act.post().epoch())
                        .put("about", post.about());
        if (!act.text().isEmpty()) {
            onWall.put("text", act.text());
            note.put("text", act.text());
        }
        return publish(WALL, onWall, act, by)
                .thenCompose(result ->
                        switch (result) {
                            case Result.Done<Published>(Published published) ->
                                    tell(post.author(), note, act, by)
                                            .thenApply(told -> told.map(_ -> position(published)));
                            case Result.Refused<Published> _ ->
                                    CompletableFuture.completedStage(
                                            result.map(Notifications::position));
                        });
    }

    /// Tells the author of a post, unless it is the one who acts, or nobody who could be told.
    private CompletionStage<Result<Boolean>> tell(
            String author, JsonObject note, Act act, Member by) {
        return author.equals(by.user()) || !Act.USER.matcher(author).matches()
                ? CompletableFuture.completedStage(Result.done(false))
                : publish(inbox(author), note, act, by).thenApply(done -> done.map(_ -> true));
    }

    private CompletionStage<Result<Payload>> write(Act.Message act, Member by) {
        if (act.to().equals(by.user())) {
            return refused(Problem.BAD_REQUEST, "nobody is told what they did themselves");
        }
        // Where it stands in another's channel, and so how much that has, is theirs to know.
        return publish(inbox(act.to()), event("message").put("text", act.text()), act, by)
                .thenApply(done -> done.map(_ -> NOTHING));
    }

    /// The post that stands there, if one does.
    private CompletionStage<Optional<WallPost>> find(Position position) {
        Position before = new Position(position.epoch(), position.offset() - 1);
        return hub.history(WALL, HistoryQuery.after(before, 1))
                .thenApply(result ->
                        switch (result) {
                            case Result.Done<HistoryPage>(HistoryPage page) ->
                                    page.publications().stream()
                                            .filter(it -> it.position().equals(position))
                                            .findFirst()
                                            .flatMap(WallPost::of);
                            case Result.Refused<HistoryPage> _ -> Optional.empty();
                        });
    }

    private CompletionStage<Result<Published>> publish(
            String channel, JsonObject event, Act act, Member by) {
        return hub.publish(
                channel,
                Draft.of(json(event))
                        .withPublisher(by)
                        // Of each user: nobody takes the keys of another.
                        .withIdempotencyKey(by.user() + "/" + act.key()));
    }

    private JsonObject event(String kind) {
        return new JsonObject().put("kind", kind).put("at", clock.millis());
    }

    private static CompletionStage<Result<Payload>> refused(Problem problem, String reason) {
        return CompletableFuture.completedStage(Result.refused(problem, reason));
    }

    private static Payload position(Published published) {
        return json(
                new JsonObject()
                        .put("epoch", published.position().epoch())
                        .put("offset", published.position().offset()));
    }

    private static Payload json(JsonObject object) {
        return Payload.of(Payload.Kind.JSON, object.toString().getBytes(StandardCharsets.UTF_8));
    }
}
