package dev.duplex.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.channels.Command;
import dev.duplex.channels.Entry;
import dev.duplex.channels.Member;
import dev.duplex.channels.Payload;
import dev.duplex.channels.Position;
import dev.duplex.channels.Publication;
import dev.duplex.channels.Published;
import dev.duplex.channels.RelayOutcome;
import dev.duplex.channels.Relayed;
import dev.duplex.channels.engine.Cluster;
import dev.duplex.channels.engine.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What an engine promises that several nodes share: [#open] gives another node's each time.
public abstract class SeveralNodesContract extends EngineContract {
    /// An engine as one node has it.
    private final class Node {
        final Engine engine;
        final Cluster.Node self =
                new Cluster.Node(UUID.randomUUID().toString(), "a node of the contract", "1.2.3");
        final BlockingQueue<Command> commanded = new LinkedBlockingQueue<>();
        final BlockingQueue<Relayed> relayed = new LinkedBlockingQueue<>();
        volatile Cluster.Load load = new Cluster.Load(1, 2, 3, 4, Duration.ofSeconds(5));

        Node(Engine engine) {
            this.engine = engine;
            engine.cluster()
                    .start(
                            self,
                            new Cluster.ClusterListener() {
                                @Override
                                public void commanded(Command command) {
                                    commanded.add(command);
                                }

                                @Override
                                public void relayed(Relayed message) {
                                    relayed.add(message);
                                }

                                @Override
                                public Cluster.Load load() {
                                    return load;
                                }
                            });
        }

        List<Cluster.Node> sees() {
            return await(engine.cluster().nodes()).stream().map(Cluster.Status::node).toList();
        }

        Command nextCommand() throws InterruptedException {
            Command next = commanded.poll(patience().toMillis(), TimeUnit.MILLISECONDS);
            if (next == null) {
                throw new AssertionError("no command has come");
            }
            return next;
        }
    }

    private final List<Node> nodes = new ArrayList<>();

    @BeforeEach
    void startNodes() throws InterruptedException {
        nodes.add(new Node(engine()));
        for (int i = 0; i < 2; i++) {
            Engine another = open();
            another.streams().start(new RecordingListener(patience()));
            nodes.add(new Node(another));
        }
        awaitNodes(nodes);
        awaitHearing();
    }

    @AfterEach
    void closeOthers() {
        nodes.stream().skip(1).forEach(it -> it.engine.close());
    }

    /// Until all see these, and no others.
    private void awaitNodes(List<Node> expected) throws InterruptedException {
        Set<Cluster.Node> there = Set.copyOf(expected.stream().map(it -> it.self).toList());
        long deadline = System.nanoTime() + patience().toNanos();
        while (!expected.stream().allMatch(it -> Set.copyOf(it.sees()).equals(there))) {
            if (System.nanoTime() - deadline > 0) {
                assertThat(expected.getFirst().sees()).containsExactlyInAnyOrderElementsOf(there);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /// Until commands reach all nodes: joining may go on when they have been started.
    private void awaitHearing() throws InterruptedException {
        Node first = nodes.getFirst();
        Node last = nodes.getLast();
        long deadline = System.nanoTime() + patience().toNanos();
        while (nodes.stream().anyMatch(it -> it.commanded.isEmpty())) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("commands do not reach all nodes");
            }
            command(first, "hello");
            command(last, "hello");
            TimeUnit.MILLISECONDS.sleep(20);
        }
        // What is said last comes last: then all is heard.
        command(first, "end of the first");
        command(last, "end of the last");
        for (Node each : nodes) {
            awaitEnd(each, each == first ? "end of the last" : "end of the first");
        }
        for (Node each : nodes.subList(1, nodes.size() - 1)) {
            awaitEnd(each, "end of the last");
        }
    }

    private static void awaitEnd(Node node, String end) throws InterruptedException {
        String heard = "";
        while (!heard.equals(end)) {
            heard = channel(node.nextCommand());
        }
    }

    private static String channel(Command command) {
        return command instanceof Command.Unsubscribe it ? it.channel() : "";
    }

    private static void command(Node from, String channel) {
        await(
                from.engine
                        .cluster()
                        .broadcast(new Command.Unsubscribe(Command.Target.user("ann"), channel)));
    }

    @Test
    @DisplayName("nodes see each other, with what each last said of its load")
    void seesAll() {
        Node one = nodes.getFirst();
        one.load = new Cluster.Load(9, 8, 7, 6, Duration.ofSeconds(60));
        List<Cluster.Status> seen = await(one.engine.cluster().nodes());

        assertThat(seen)
                .contains(new Cluster.Status(one.self, one.load))
                .contains(new Cluster.Status(nodes.getLast().self, nodes.getLast().load))
                .hasSize(3);
    }

    @Test
    @DisplayName("who leaves is not there any more")
    void leaves() throws Exception {
        Node gone = nodes.removeLast();
        gone.engine.close();
        awaitNodes(nodes);
    }

    @Test
    @DisplayName("a command reaches every other node as it is, in order, and not who gives it")
    void commands() throws Exception {
        Command.Target target =
                new Command.Target("ann", Optional.of("client"), Set.of("spared", "too"));
        Member member =
                new Member(
                        "client",
                        "ann",
                        Payload.of(Payload.Kind.JSON, new byte[] {'1'}),
                        Payload.none());
        List<Command> given =
                List.of(
                        new Command.Disconnect(target, 4000, "été"),
                        new Command.Refresh(
                                Command.Target.user("ann"),
                                Optional.of(Instant.ofEpochSecond(1_800_000_000, 5))),
                        new Command.Refresh(Command.Target.client("ann", "c"), Optional.empty()),
                        new Command.Unsubscribe(Command.Target.user(""), ""),
                        new Command.Subscribe(target, "news:a", Entry.PLAIN),
                        new Command.Subscribe(
                                target,
                                "news:a",
                                Entry.PLAIN
                                        .withSignals()
                                        .withMember(member)
                                        .withSince(new Position("epoch", 7)),
                                Payload.of(Payload.Kind.BINARY, new byte[] {0, -1}),
                                Payload.of(Payload.Kind.JSON, new byte[] {'{', '}'}),
                                Optional.of(Instant.ofEpochSecond(9))));
        for (Command command : given) {
            await(nodes.getFirst().engine.cluster().broadcast(command));
        }
        for (Node other : nodes.subList(1, nodes.size())) {
            for (Command command : given) {
                assertThat(other.nextCommand()).isEqualTo(command);
            }
        }
        assertThat(nodes.getFirst().commanded).isEmpty();
    }

    private boolean relay(Node to, String session, Payload message) {
        return relay(to, new Relayed.Request(nodes.getFirst().self.id(), 7, session, message));
    }

    private boolean relay(Node to, Relayed relayed) {
        return await(engine().cluster().relay(to.self.id(), relayed));
    }

    /// Until what is sent from the first to this one is on its way: each may be known a moment later.
    private void awaitWay(Node to) throws InterruptedException {
        long deadline = System.nanoTime() + patience().toNanos();
        while (!relay(to, "hello", Payload.none())) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("nothing can be relayed");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(nextRequest(to).session()).isEqualTo("hello");
    }

    private Relayed nextRelayed(Node node) throws InterruptedException {
        Relayed next = node.relayed.poll(patience().toMillis(), TimeUnit.MILLISECONDS);
        if (next == null) {
            throw new AssertionError("nothing has come");
        }
        return next;
    }

    private Relayed.Request nextRequest(Node node) throws InterruptedException {
        return (Relayed.Request) nextRelayed(node);
    }

    @Test
    @DisplayName("word of what became of what was relayed comes as it is")
    void receipts() throws Exception {
        Node last = nodes.getLast();
        awaitWay(last);
        Relayed receipts =
                new Relayed.Receipts(
                        List.of(
                                new Relayed.Receipt(1, RelayOutcome.TAKEN),
                                new Relayed.Receipt(Long.MAX_VALUE, RelayOutcome.NO_SESSION),
                                new Relayed.Receipt(2, RelayOutcome.BUSY)));
        assertThat(relay(last, receipts)).isTrue();
        assertThat(nextRelayed(last)).isEqualTo(receipts);
    }

    @Test
    @DisplayName("what is relayed comes to the one node as it is, in order")
    void relays() throws Exception {
        Node last = nodes.getLast();
        awaitWay(last);
        for (int i = 0; i < 20; i++) {
            for (Payload.Kind kind : Payload.Kind.values()) {
                Payload message = Payload.of(kind, new byte[] {(byte) i, -1});
                assertThat(relay(last, kind + " " + i, message)).isTrue();
            }
        }
        for (int i = 0; i < 20; i++) {
            for (Payload.Kind kind : Payload.Kind.values()) {
                Relayed.Request came = nextRequest(last);
                assertThat(came.from()).isEqualTo(nodes.getFirst().self.id());
                assertThat(came.number()).isEqualTo(7);
                assertThat(came.session()).isEqualTo(kind + " " + i);
                assertThat(came.message().kind()).isEqualTo(kind);
                assertThat(came.message().bytes()).containsExactly(i, -1);
            }
        }
        assertThat(nodes.subList(0, 2)).allMatch(it -> it.relayed.isEmpty());
        assertThat(last.relayed).isEmpty();
    }

    @Test
    @DisplayName("nothing is relayed to a node that has left")
    void relaysToNobody() throws Exception {
        Node gone = nodes.getLast();
        awaitWay(gone);
        nodes.removeLast();
        gone.engine.close();
        assertThat(relay(gone, "session", Payload.none())).isFalse();
        assertThat(gone.relayed).isEmpty();
    }

    @Test
    @DisplayName("what is published at one node comes to the listeners of all, in one order")
    void publishes() throws Exception {
        String channel = newChannel();
        Engine other = nodes.getLast().engine;
        await(engine().streams().subscribe(channel));
        List<Published> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Engine from = i % 2 == 0 ? engine() : other;
            answers.add(await(from.streams().publish(channel, draft("" + i), KEPT)));
        }
        List<Publication> came = listener().awaitPublications(channel, 20);

        assertThat(came.stream().map(Publication::position))
                .isEqualTo(answers.stream().map(Published::position).toList());
        assertThat(texts(came)).isEqualTo(IntStream.range(0, 20).mapToObj(i -> "" + i).toList());
        assertThat(history(channel)).isEqualTo(texts(came));
        assertThat(await(other.streams().position(channel, KEPT)))
                .isEqualTo(answers.getLast().position());
    }

    @Test
    @DisplayName("an idempotency key counts at all nodes")
    void idempotent() {
        String channel = newChannel();
        var once = draft("once").withIdempotencyKey("k");
        Published first = await(engine().streams().publish(channel, once, KEPT));
        Published again = await(nodes.getLast().engine.streams().publish(channel, once, KEPT));

        assertThat(again).isEqualTo(new Published(first.position(), true));
        assertThat(history(channel)).containsExactly("once");
    }

    @Test
    @DisplayName("who is put in at one node is in at all")
    void presence() {
        String channel = newChannel();
        Engine other = nodes.getLast().engine;
        await(engine().presence().add(channel, Member.of("1", "ann"), Duration.ofMinutes(1)));
        await(other.presence().add(channel, Member.of("2", "ben"), Duration.ofMinutes(1)));

        assertThat(await(other.presence().members(channel, 10)))
                .extracting(Member::client)
                .containsExactlyInAnyOrder("1", "2");
        await(other.presence().remove(channel, "1"));
        assertThat(await(engine().presence().members(channel, 10)))
                .extracting(Member::client)
                .containsExactly("2");
    }
}
