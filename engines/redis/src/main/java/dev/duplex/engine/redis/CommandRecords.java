package dev.duplex.engine.redis;

import dev.duplex.channels.Command;
import dev.duplex.channels.Entry;
import dev.duplex.channels.Position;
import dev.duplex.channels.RelayOutcome;
import dev.duplex.channels.Relayed;
import dev.duplex.channels.engine.Cluster;
import dev.duplex.channels.engine.RecordReader;
import dev.duplex.channels.engine.RecordWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What nodes tell each other: commands, messages of clients, and how they are.
final class CommandRecords {
    private CommandRecords() {}

    /// A command, and the id of the node that gives it.
    record Given(String node, Command command) {}

    static byte[] encode(Given given) {
        Command.Target target = given.command().target();
        RecordWriter writer = new RecordWriter(128).text(given.node()).text(target.user());
        optional(writer, target.client(), writer::text);
        writer.count(target.except().size());
        target.except().forEach(writer::text);
        switch (given.command()) {
            case Command.Disconnect(_, int code, String reason) ->
                    writer.small('d').count(code).text(reason);
            case Command.Refresh(_, Optional<Instant> expires) -> {
                writer.small('r');
                time(writer, expires);
            }
            case Command.Unsubscribe(_, String channel) -> writer.small('u').text(channel);
            case Command.Subscribe subscribe -> {
                writer.small('s').text(subscribe.channel());
                entry(writer, subscribe.entry());
                writer.payload(subscribe.info()).payload(subscribe.data());
                time(writer, subscribe.expires());
            }
        }
        return writer.done();
    }

    /// @throws IllegalArgumentException if it is none that this version knows
    static Given decode(byte[] record) {
        return RecordReader.read(
                ByteBuffer.wrap(record), it -> new Given(it.text(), command(it, target(it))));
    }

    static byte[] encode(Relayed relayed) {
        return switch (relayed) {
            case Relayed.Request request ->
                    new RecordWriter(request.message().size() + 128)
                            .small('m')
                            .text(request.from())
                            .number(request.number())
                            .text(request.session())
                            .payload(request.message())
                            .done();
            case Relayed.Receipts(List<Relayed.Receipt> all) -> {
                RecordWriter writer = new RecordWriter(all.size() * 9 + 8).small('r');
                writer.count(all.size());
                all.forEach(it -> writer.number(it.number()).small(letter(it.outcome())));
                yield writer.done();
            }
        };
    }

    private static int letter(RelayOutcome outcome) {
        return switch (outcome) {
            case TAKEN -> 't';
            case NO_SESSION -> 'n';
            case BUSY -> 'b';
            case NO_NODE, TOO_MUCH, UNANSWERED, FAILED ->
                    throw new IllegalArgumentException("no node says " + outcome);
        };
    }

    private static RelayOutcome outcome(int letter) {
        return switch (letter) {
            case 't' -> RelayOutcome.TAKEN;
            case 'n' -> RelayOutcome.NO_SESSION;
            case 'b' -> RelayOutcome.BUSY;
            default -> throw new IllegalArgumentException("no such outcome: " + letter);
        };
    }

    /// @throws IllegalArgumentException if it is none
    static Relayed relayed(byte[] record) {
        return RecordReader.read(ByteBuffer.wrap(record), CommandRecords::readRelayed);
    }

    private static Relayed readRelayed(RecordReader reader) {
        int kind = reader.small();
        return switch (kind) {
            case 'm' ->
                    new Relayed.Request(
                            reader.text(), reader.number(), reader.text(), reader.payload());
            case 'r' -> {
                List<Relayed.Receipt> all = new ArrayList<>();
                for (int left = reader.count(); left > 0; left--) {
                    all.add(new Relayed.Receipt(reader.number(), outcome(reader.small())));
                }
                yield new Relayed.Receipts(all);
            }
            default -> throw new IllegalArgumentException("nothing is relayed so: " + kind);
        };
    }

    static byte[] encode(Cluster.Status status) {
        Cluster.Load load = status.load();
        return new RecordWriter(128)
                .text(status.node().id())
                .text(status.node().name())
                .text(status.node().version())
                .count(load.clients())
                .count(load.users())
                .count(load.channels())
                .count(load.subscriptions())
                .number(load.uptime().toMillis())
                .done();
    }

    /// @throws IllegalArgumentException if it is none
    static Cluster.Status status(byte[] record) {
        return RecordReader.read(
                ByteBuffer.wrap(record),
                it ->
                        new Cluster.Status(
                                new Cluster.Node(it.text(), it.text(), it.text()),
                                new Cluster.Load(
                                        it.count(),
                                        it.count(),
                                        it.count(),
                                        it.count(),
                                        Duration.ofMillis(it.number()))));
    }

    private static Command.Target target(RecordReader reader) {
        String user = reader.text();
        Optional<String> client = optional(reader, reader::text);
        int count = reader.count();
        Set<String> except = new HashSet<>();
        for (int i = 0; i < count; i++) {
            except.add(reader.text());
        }
        return new Command.Target(user, client, except);
    }

    private static Command command(RecordReader reader, Command.Target target) {
        int kind = reader.small();
        return switch (kind) {
            case 'd' -> new Command.Disconnect(target, reader.count(), reader.text());
            case 'r' -> new Command.Refresh(target, time(reader));
            case 'u' -> new Command.Unsubscribe(target, reader.text());
            case 's' ->
                    new Command.Subscribe(
                            target,
                            reader.text(),
                            entry(reader),
                            reader.payload(),
                            reader.payload(),
                            time(reader));
            default -> throw new IllegalArgumentException("no such command: " + kind);
        };
    }

    private static void entry(RecordWriter writer, Entry entry) {
        optional(writer, entry.since(), it -> writer.text(it.epoch()).number(it.offset()));
        optional(writer, entry.member(), writer::member);
        writer.small(entry.signals() ? 1 : 0);
    }

    private static Entry entry(RecordReader reader) {
        return new Entry(
                optional(reader, () -> new Position(reader.text(), reader.number())),
                optional(reader, reader::member),
                reader.small() == 1);
    }

    private static void time(RecordWriter writer, Optional<Instant> time) {
        optional(writer, time, it -> writer.number(it.getEpochSecond()).count(it.getNano()));
    }

    private static Optional<Instant> time(RecordReader reader) {
        return optional(reader, () -> Instant.ofEpochSecond(reader.number(), reader.count()));
    }

    private static <T> void optional(RecordWriter writer, Optional<T> value, Consumer<T> writing) {
        writer.small(value.isPresent() ? 1 : 0);
        value.ifPresent(writing);
    }

    private static <T> Optional<T> optional(RecordReader reader, Supplier<T> reading) {
        return reader.small() == 1 ? Optional.of(reading.get()) : Optional.empty();
    }
}
