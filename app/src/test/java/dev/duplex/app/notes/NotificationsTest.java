package dev.duplex.app.notes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Draft;
import dev.duplex.channels.HistoryQuery;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Member;
import dev.duplex.channels.Namespaces;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Position;
import dev.duplex.channels.Problem;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Result;
import dev.duplex.channels.RpcHandler;
import dev.duplex.json.JsonFields;
import dev.duplex.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who is told of what, and who cannot tell anybody anything.
class NotificationsTest {
    private static final ChannelOptions KEPT =
            ChannelOptions.builder().history(5, Duration.ofMinutes(1)).build();

    private final AtomicLong nanos = new AtomicLong(1);
    private final Hub hub =
            Hub.builder().namespaces(Namespaces.of(Map.of("wall", KEPT, "notes", KEPT))).build();
    private final Notifications notifications =
            new Notifications(hub, () -> Instant.ofEpochMilli(1234), nanos::get);
    private final Map<String, RpcHandler> methods = notifications.methods();
    private int keys;

    @AfterEach
    void close() {
        hub.close();
    }

    private Result<Payload> call(String user, String method, JsonObject parameters) {
        Payload payload = Payload.of(Payload.Kind.JSON, parameters.toString().getBytes(UTF_8));
        Member caller = Member.of("c-" + user, user);
        return Objects.requireNonNull(methods.get(method), method)
                .call(new RpcHandler.Call(method, payload, caller))
                .toCompletableFuture()
                .join();
    }

    private JsonObject parameters() {
        return new JsonObject().put("key", "key-" + (10_000 + keys++));
    }

    private Position post(String user, String text) {
        return position(call(user, "wall.post", parameters().put("text", text)));
    }

    private JsonObject about(Position post) {
        return parameters().put("epoch", post.epoch()).put("post", post.offset());
    }

    private static Position position(Result<Payload> answer) {
        JsonFields fields = fields(answer.orElseThrow());
        return new Position(
                fields.strings().getOrDefault("epoch", ""),
                fields.numbers().getOrDefault("offset", 0L));
    }

    private static JsonFields fields(Payload payload) {
        return JsonFields.of(payload.bytes()).orElseThrow();
    }

    private List<Publication> in(String channel) {
        return hub.history(channel, new HistoryQuery(Optional.empty(), HistoryQuery.ALL, false))
                .toCompletableFuture()
                .join()
                .orElseThrow()
                .publications();
    }

    private static void isRefused(Result<Payload> result, Problem problem) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        Result.Refused.class, it -> assertThat(it.problem()).isEqualTo(problem));
    }

    @Test
    void whoIsLikedIsToldByWhom() {
        Position post = post("ann", "first line\nsecond");
        Position like = position(call("bob", "wall.like", about(post)));
        assertThat(like).isEqualTo(new Position(post.epoch(), 2));
        assertThat(in("wall:all")).hasSize(2);
        Publication note = in("notes:#ann").getFirst();
        assertThat(note.publisher()).hasValue(Member.of("c-bob", "bob"));
        assertThat(fields(note.payload()))
                .isEqualTo(
                        new JsonFields(
                                Map.of(
                                        "kind",
                                        "like",
                                        "epoch",
                                        post.epoch(),
                                        "about",
                                        "first line"),
                                Map.of("post", 1L, "at", 1234L)));
    }

    @Test
    void commentsAndMessagesAreToldWithTheirTextAndLikesTakenBackAreToo() {
        Position post = post("ann", "a post");
        call("bob", "wall.comment", about(post).put("text", "nice"));
        call("bob", "wall.unlike", about(post));
        call("bob", "wall.message", parameters().put("to", "ann").put("text", "hello"));
        assertThat(in("notes:#ann"))
                .extracting(it -> fields(it.payload()).strings().get("kind"))
                .containsExactly("comment", "unlike", "message");
        assertThat(in("notes:#ann"))
                .extracting(it -> fields(it.payload()).strings().getOrDefault("text", "none"))
                .containsExactly("nice", "none", "hello");
    }

    @Test
    void nobodyIsToldWhatTheyDidThemselves() {
        Position post = post("ann", "a post");
        assertThat(position(call("ann", "wall.like", about(post))).offset()).isEqualTo(2);
        call("ann", "wall.comment", about(post).put("text", "more"));
        assertThat(in("wall:all")).hasSize(3);
        assertThat(in("notes:#ann")).isEmpty();
        isRefused(
                call("ann", "wall.message", parameters().put("to", "ann").put("text", "x")),
                Problem.BAD_REQUEST);
    }

    @Test
    void whatIsAskedForTwiceIsThereOnce() {
        Position post = post("ann", "a post");
        JsonObject like = about(post);
        Position first = position(call("bob", "wall.like", like));
        assertThat(position(call("bob", "wall.like", like))).isEqualTo(first);
        assertThat(in("wall:all")).hasSize(2);
        assertThat(in("notes:#ann")).hasSize(1);
    }

    /// As if the server had ended between the wall and the inbox.
    @Test
    void whatWasDoneByHalfIsMadeWholeByAskingAgain() {
        Position post = post("ann", "a post");
        JsonObject like = about(post);
        String key =
                fields(Payload.of(Payload.Kind.JSON, like.toString().getBytes(UTF_8)))
                        .strings()
                        .getOrDefault("key", "");
        hub.publish(
                        "wall:all",
                        Draft.of(Payload.of(Payload.Kind.JSON, "{}".getBytes(UTF_8)))
                                .withIdempotencyKey("bob/" + key))
                .toCompletableFuture()
                .join();
        assertThat(position(call("bob", "wall.like", like)).offset()).isEqualTo(2);
        assertThat(in("wall:all")).hasSize(2);
        assertThat(in("notes:#ann")).hasSize(1);
    }

    /// Else somebody could keep another's notification from going out.
    @Test
    void nobodyTakesTheKeyOfAnother() {
        Position post = post("ann", "a post");
        JsonObject like = about(post);
        call("eve", "wall.like", like);
        call("bob", "wall.like", like);
        assertThat(in("notes:#ann"))
                .extracting(it -> it.publisher().orElseThrow().user())
                .containsExactly("eve", "bob");
    }

    @Test
    void onlyOfAPostThatIsThereSomebodyIsTold() {
        Position post = post("ann", "a post");
        Position like = position(call("bob", "wall.like", about(post)));
        isRefused(call("bob", "wall.like", about(like)), Problem.NOT_AVAILABLE);
        isRefused(
                call("bob", "wall.like", about(new Position(post.epoch(), 9))),
                Problem.NOT_AVAILABLE);
        isRefused(
                call("bob", "wall.like", about(new Position("another", 1))), Problem.NOT_AVAILABLE);
        for (int i = 0; i < 5; i++) {
            post("carl", "later");
        }
        isRefused(call("bob", "wall.like", about(post)), Problem.NOT_AVAILABLE);
        assertThat(in("notes:#ann")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ann,bob", "a#b"})
    void whoIsNoUserDoesNothing(String user) {
        isRefused(
                call(user, "wall.post", parameters().put("text", "x")), Problem.PERMISSION_DENIED);
        assertThat(in("wall:all")).isEmpty();
    }

    @Test
    void whoActsTooFastIsToldToWait() {
        Result<Payload> answer = Result.done(Payload.none());
        int done = -1;
        while (answer instanceof Result.Done<Payload>) {
            done++;
            answer = call("bob", "wall.message", parameters().put("to", "ann").put("text", "x"));
        }
        assertThat(done).isEqualTo(2 * (int) ActRates.PER_SECOND);
        isRefused(answer, Problem.TOO_BUSY);
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(call("bob", "wall.message", parameters().put("to", "ann").put("text", "x")))
                .isInstanceOf(Result.Done.class);
    }

    @Test
    void whereAMessageStandsIsNotTold() {
        Payload answer =
                call("bob", "wall.message", parameters().put("to", "ann").put("text", "x"))
                        .orElseThrow();
        assertThat(new String(answer.bytes(), UTF_8)).isEqualTo("{}");
    }

    @Test
    void whatIsNotUnderstoodIsRefused() {
        isRefused(call("bob", "wall.post", parameters()), Problem.BAD_REQUEST);
    }

    @Test
    void aLongPostIsToldInShort() {
        String line = "😀".repeat(WallPost.EXCERPT);
        assertThat(new WallPost("ann", "\n " + line + "\nmore").about()).isEqualTo(line);
        assertThat(new WallPost("ann", line + "x").about()).isEqualTo(line + "…");
        assertThat(new WallPost("ann", "").about()).isEmpty();
    }

    private String glance() {
        return notifications.glance().toCompletableFuture().join();
    }

    @Test
    void aGlanceIsOfTheLastThatSomebodyDidInShort() {
        assertThat(glance()).isEqualTo("{\"users\":0,\"events\":[]}");
        Position post = post("ann", "x".repeat(200) + "\nsecond line");
        call("bob", "wall.like", about(post));
        hub.publish("wall:all", Payload.of(Payload.Kind.JSON, "[1]".getBytes(UTF_8)));
        assertThat(glance())
                .isEqualTo(
                        "{\"users\":0,\"events\":["
                                + "{\"kind\":\"like\",\"name\":\"\",\"text\":\"\"},"
                                + "{\"kind\":\"post\",\"name\":\"\",\"text\":\""
                                + "x".repeat(120)
                                + "…\"}]}");
    }
}
