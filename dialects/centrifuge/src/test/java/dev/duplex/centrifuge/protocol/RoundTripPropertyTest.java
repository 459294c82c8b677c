package dev.duplex.centrifuge.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// What is written is read again, in both encodings.
class RoundTripPropertyTest {
    @Property(tries = 500)
    void commands(@ForAll("commandLists") List<Command> commands) {
        for (Codec codec : List.of(Codec.json(), Codec.protobuf())) {
            byte[] frame = codec.join(commands.stream().map(codec::encode).toList());
            assertThat(codec.commands(frame)).isEqualTo(new Decoded.Messages<>(commands));
        }
    }

    @Property(tries = 500)
    void replies(@ForAll("replyLists") List<Reply> replies) {
        for (Codec codec : List.of(Codec.json(), Codec.protobuf())) {
            byte[] frame = codec.join(replies.stream().map(codec::encode).toList());
            assertThat(codec.replies(frame)).isEqualTo(new Decoded.Messages<>(replies));
        }
    }

    /// A frame cut anywhere is either refused or, between two messages, the messages before.
    @Property(tries = 200)
    void beginnings(@ForAll("commandLists") List<Command> commands) {
        for (Codec codec : List.of(Codec.json(), Codec.protobuf())) {
            byte[] frame = codec.join(commands.stream().map(codec::encode).toList());
            for (int length = 0; length <= frame.length; length++) {
                if (codec.commands(frame, 0, length)
                        instanceof Decoded.Messages<Command>(var read)) {
                    assertThat(commands.subList(0, read.size())).isEqualTo(read);
                }
            }
        }
    }

    @Provide
    Arbitrary<List<Command>> commandLists() {
        return commands().list().ofMinSize(1).ofMaxSize(4);
    }

    @Provide
    Arbitrary<List<Reply>> replyLists() {
        return replies().list().ofMinSize(1).ofMaxSize(4);
    }

    private static Arbitrary<String> text() {
        return Arbitraries.strings()
                .withChars('a', '"', '\\', '\n', '\u0000', '\u007f', 'é', '\u2028', '\uFFFD')
                .ofMaxLength(6)
                .map(text -> text.length() == 5 ? text + "😀" : text);
    }

    private static Arbitrary<Data> data() {
        return Arbitraries.of("", "null", "0", "{\"a\":[1, 2]}", "\"\\n\"", "[true]")
                .map(Data::utf8);
    }

    private static Arbitrary<Long> ids() {
        return Arbitraries.longs().between(0, 0xFFFF_FFFFL);
    }

    private static Arbitrary<Command> commands() {
        Arbitrary<Request> requests =
                Arbitraries.oneOf(
                        Combinators.combine(
                                        text(),
                                        text(),
                                        Arbitraries.longs(),
                                        data(),
                                        Arbitraries.integers(),
                                        filters())
                                .as((channel, epoch, offset, data, limit, filter) ->
                                        Request.Subscribe.builder()
                                                .channel(channel)
                                                .epoch(epoch)
                                                .offset(offset)
                                                .data(data)
                                                .limit(limit)
                                                .filter(filter)
                                                .build()),
                        Combinators.combine(text(), data(), Arbitraries.integers())
                                .as((c, d, t) -> new Request.Publish(c, d, t, "", t > 0)),
                        Combinators.combine(text(), Arbitraries.longs())
                                .as((c, o) ->
                                        new Request.History(
                                                c,
                                                o.intValue(),
                                                Optional.of(new StreamPosition(o, c)),
                                                false)),
                        Arbitraries.maps(text(), text())
                                .ofMaxSize(3)
                                .map(h -> Request.Connect.builder().headers(h).build()),
                        data().map(Request.Send::new),
                        Arbitraries.just(new Request.None()));
        return Combinators.combine(ids(), requests).as(Command::new);
    }

    private static Arbitrary<FilterNode> filters() {
        return Arbitraries.recursive(
                () ->
                        Combinators.combine(text(), text())
                                .as((k, v) ->
                                        new FilterNode("", k, "in", "", List.of(v, k), List.of())),
                inner ->
                        inner.list()
                                .ofMaxSize(3)
                                .map(nodes -> new FilterNode("or", "", "", "", List.of(), nodes)),
                0,
                3);
    }

    private static Arbitrary<Publication> publications() {
        return Combinators.combine(
                        data(),
                        Arbitraries.longs(),
                        Arbitraries.longs(),
                        Arbitraries.maps(text(), text()).ofMaxSize(3),
                        Arbitraries.longs())
                .as((data, offset, time, tags, score) ->
                        Publication.builder()
                                .data(data)
                                .offset(offset)
                                .time(time)
                                .tags(tags)
                                .score(score)
                                .build());
    }

    private static Arbitrary<Reply> replies() {
        return Arbitraries.oneOf(
                Combinators.combine(text(), publications()).as(Reply::push),
                Combinators.combine(ids(), publications().list().ofMaxSize(3), Arbitraries.longs())
                        .as((id, list, offset) ->
                                new Reply(id, new Result.History(list, "e", offset))),
                Combinators.combine(ids(), ids(), text())
                        .as((id, code, message) -> Reply.failure(id, code, message, true)),
                Combinators.combine(ids(), Arbitraries.maps(text(), text()).ofMaxSize(3))
                        .as((id, users) -> {
                            var presence = new java.util.LinkedHashMap<String, ClientInfo>();
                            users.forEach((c, u) ->
                                    presence.put(c, new ClientInfo(u, c, Data.EMPTY, Data.EMPTY)));
                            return new Reply(id, new Result.Presence(presence));
                        }));
    }
}
