package dev.duplex.centrifuge.protocol;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A message of each kind, with every field set to something that its neighbours have not.
final class Samples {
    private Samples() {}

    static final FilterNode FILTER =
            new FilterNode(
                    "and",
                    "",
                    "",
                    "",
                    List.of(),
                    List.of(
                            new FilterNode(
                                    "", "ticker", "in", "", List.of("BTC", "ETH"), List.of()),
                            new FilterNode(
                                    "not",
                                    "",
                                    "",
                                    "",
                                    List.of(),
                                    List.of(
                                            new FilterNode(
                                                    "", "price", "lt", "5", List.of(),
                                                    List.of())))));
    static final ClientInfo INFO =
            new ClientInfo("anna", "c1", Data.utf8("{\"a\":1}"), Data.utf8("[2]"));
    static final Publication PUBLICATION =
            Publication.builder()
                    .data(Data.utf8("{\"x\": \"é\\n😀\"}"))
                    .info(INFO)
                    .offset(0xFFFF_FFFF_FFFF_FFFEL)
                    .tags(Map.of("ticker", "BTC"))
                    .delta(true)
                    .time(1_700_000_000_000L)
                    .channel("wild")
                    .key("k")
                    .removed(true)
                    .score(-7)
                    .epoch("e3")
                    .prevData(Data.utf8("0"))
                    .version(9)
                    .build();
    static final Request.Subscribe SUBSCRIBE =
            Request.Subscribe.builder()
                    .channel("news:é\"\n")
                    .token("t")
                    .recover(true)
                    .epoch("e")
                    .offset(5)
                    .data(Data.utf8("null"))
                    .positioned(true)
                    .recoverable(true)
                    .joinLeave(true)
                    .delta("fossil")
                    .filter(FILTER)
                    .flag(Request.Subscribe.FLAG_REJECT_UNRECOVERED)
                    .type(1)
                    .phase(2)
                    .cursor("cu")
                    .limit(-1)
                    .asc(true)
                    .build();
    static final Result.Subscribe SUBSCRIBED =
            Result.Subscribe.builder()
                    .expires(true)
                    .ttl(0xFFFF_FFFFL)
                    .recoverable(true)
                    .epoch("e2")
                    .publications(List.of(PUBLICATION, Publication.builder().build()))
                    .recovered(true)
                    .offset(300)
                    .positioned(true)
                    .data(Data.utf8("\"d\""))
                    .wasRecovering(true)
                    .delta(true)
                    .id(4)
                    .type(1)
                    .phase(2)
                    .cursor("next")
                    .state(List.of(PUBLICATION))
                    .publishDebounce(6)
                    .build();
    static final Result.Connect CONNECTED =
            Result.Connect.builder()
                    .client("c1")
                    .version("0.1")
                    .expires(true)
                    .ttl(60)
                    .data(Data.utf8("{}"))
                    .subs(Map.of("news", SUBSCRIBED))
                    .ping(25)
                    .pong(true)
                    .session("s")
                    .node("n")
                    .time(Long.MIN_VALUE)
                    .build();

    static final List<Command> COMMANDS =
            List.of(
                    Command.PONG,
                    new Command(1, new Request.None()),
                    new Command(
                            2,
                            Request.Connect.builder()
                                    .token("jwt")
                                    .data(Data.utf8("{ }"))
                                    .subs(
                                            Map.of(
                                                    "news",
                                                    Request.Subscribe.builder()
                                                            .recover(true)
                                                            .epoch("e")
                                                            .offset(5)
                                                            .build()))
                                    .name("js")
                                    .version("1")
                                    .headers(Map.of("authorization", "b"))
                                    .flag(-3)
                                    .build()),
                    new Command(3, SUBSCRIBE),
                    new Command(4, new Request.Unsubscribe("news")),
                    new Command(5, new Request.Publish("news", Data.utf8("1.50"), 1, "k", true)),
                    new Command(6, new Request.Presence("news")),
                    new Command(7, new Request.PresenceStats("news")),
                    new Command(
                            8,
                            new Request.History(
                                    "news", -1, Optional.of(new StreamPosition(3, "e")), true)),
                    new Command(9, new Request.Ping()),
                    new Command(0, new Request.Send(Data.utf8("\"hi\""))),
                    new Command(0xFFFF_FFFFL, new Request.Rpc(Data.utf8("[1,2]"), "sum")),
                    new Command(11, new Request.Refresh("jwt2")),
                    new Command(
                            12,
                            new Request.SubRefresh(
                                    "news",
                                    "t2",
                                    4,
                                    List.of(new TrackBatch("sig", List.of(new KeyedItem("k", 2)))),
                                    List.of("a", ""))));

    static final List<Reply> REPLIES =
            List.of(
                    Reply.PING,
                    Reply.failure(1, 100, "internal \"x\"", true),
                    new Reply(2, CONNECTED),
                    new Reply(3, SUBSCRIBED),
                    new Reply(4, new Result.Unsubscribe()),
                    new Reply(5, new Result.Publish()),
                    new Reply(6, new Result.Presence(Map.of("c1", INFO))),
                    new Reply(7, new Result.PresenceStats(2, 1)),
                    new Reply(8, new Result.History(List.of(PUBLICATION), "e", 3)),
                    new Reply(9, new Result.Ping()),
                    new Reply(10, new Result.Rpc(Data.utf8("3"))),
                    new Reply(11, new Result.Refresh("c1", "0.1", true, 60)),
                    new Reply(12, new Result.SubRefresh(true, 61, List.of(PUBLICATION))),
                    Reply.push("news", PUBLICATION),
                    new Reply(0, new Reply.Push("", 4, PUBLICATION)),
                    Reply.push("news", new Event.Join(INFO)),
                    Reply.push("news", new Event.Leave(INFO)),
                    Reply.push("news", new Event.Unsubscribe(2500, "insufficient state")),
                    Reply.push("", new Event.Message(Data.utf8("1"))),
                    Reply.push("news", new Event.Subscribe(true, "e", 7, true, Data.utf8("2"))),
                    Reply.push("", new Event.Connect(CONNECTED)),
                    Reply.push("", new Event.Disconnect(3001, "shutdown", true)),
                    Reply.push("", new Event.Refresh(true, 62)));
}
