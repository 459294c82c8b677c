package dev.duplex.app.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.app.Served;
import dev.duplex.app.Served.Peer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The doors of the development mode over real connections: what is behind them, as nobody who is there sees it.
@Timeout(60)
class DoorsServingTest {
    private static Served served;

    @BeforeAll
    static void start() throws Exception {
        served = Served.with("--dev");
    }

    @AfterAll
    static void end() {
        served.close();
    }

    private static String told(String door) throws Exception {
        Peer peer = served.connect("/channel/door:" + door, served.origin());
        String told = peer.next();
        peer.leave();
        return told;
    }

    @Test
    void whoLooksAtTheArenaIsNoPlayer() throws Exception {
        assertThat(told("arena"))
                .isEqualTo(
                        "{\"players\":0,\"bots\":0,\"width\":1600,\"height\":1000,\"ships\":[]}");
        assertThat(served.get("/metrics").body())
                .contains("duplex_room_players{room=\"arena\"} 0.0")
                .contains("duplex_room_ticks_total{room=\"arena\"} 0.0");
    }

    @Test
    void whoLooksAtTheTickerDoesNotWakeIt() throws Exception {
        String first = told("ticker");
        assertThat(first)
                .startsWith("{\"rate\":5000,\"watching\":0,\"instruments\":[{\"symbol\":\"")
                .contains("\"n\":0}");
        assertThat(told("ticker")).isEqualTo(first);
        assertThat(first.split("\"symbol\"", -1)).hasSize(4);
    }

    @Test
    void whoLooksAtTheWallIsNotThere() throws Exception {
        assertThat(told("notifications")).isEqualTo("{\"users\":0,\"events\":[]}");
        assertThat(served.hub().subscribers("wall:all")).isZero();
    }

    @Test
    void clientsPublishNothingThere() throws Exception {
        Peer peer = served.connect("/channel/door:arena", served.origin());
        peer.send("{}");
        assertThat(peer.end().code()).isEqualTo(4403);
    }

    @Test
    void thereAreDoorsInTheDevelopmentModeOnly() throws Exception {
        try (Served plain = Served.with("--test-services")) {
            assertThat(plain.get("/channel/door:arena").statusCode()).isEqualTo(404);
        }
    }
}
