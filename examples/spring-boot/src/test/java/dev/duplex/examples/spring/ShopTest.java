package dev.duplex.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.CloseReason;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "server.address=127.0.0.1",
            "duplex.address=127.0.0.1",
            "duplex.port=0",
            "duplex.allowed-origins=" + Browser.ORIGIN
        })
class ShopTest {
    private static final Pattern ID = Pattern.compile("\"id\":\"(\\d+)\"");
    private static final String DENIED =
            "{\"id\":%d,\"error\":{\"code\":103,\"message\":\"permission denied\"}}";
    private static final CloseReason NOT_LOGGED_IN = new CloseReason(3500, "invalid token");

    private final List<Browser> browsers = new ArrayList<>();
    private final int web;
    private final int duplex;

    ShopTest(@LocalServerPort int web, @Autowired DuplexServer duplex) {
        this.web = web;
        this.duplex = duplex.port();
    }

    @AfterEach
    void closeBrowsers() {
        browsers.forEach(Browser::close);
    }

    private Browser browser() {
        Browser browser = new Browser(web, duplex);
        browsers.add(browser);
        return browser;
    }

    /// Places an order, and returns its id.
    private static String order(Browser customer, String item) throws Exception {
        var answer = customer.post("/orders", "{\"item\":\"" + item + "\"}");
        assertThat(answer.statusCode()).isEqualTo(201);
        Matcher id = ID.matcher(answer.body());
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    private static String subscribe(int id, String channel) {
        return "{\"id\":" + id + ",\"subscribe\":{\"channel\":\"" + channel + "\"}}";
    }

    private static void enters(Peer peer, int id, String channel) throws Exception {
        assertThat(peer.ask(subscribe(id, channel)))
                .startsWith("{\"id\":" + id + ",\"subscribe\":{");
    }

    @Test
    void aCustomerIsToldWhatBecomesOfAnOrder() throws Exception {
        Browser ann = browser().loggedIn("ann");
        Browser shop = browser().loggedIn("shop");
        Peer page = ann.connect();
        enters(page, 2, "personal:ann");
        String id = order(ann, "tea");
        assertThat(page.hears())
                .startsWith(
                        "{\"push\":{\"channel\":\"personal:ann\",\"pub\":{\"data\":{\"id\":\"" + id)
                .contains("\"item\":\"tea\",\"status\":\"PLACED\"");
        enters(page, 3, "orders:" + id);
        var changed = shop.put("/orders/" + id + "/status", "{\"status\":\"SHIPPED\"}");
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(page.hears())
                .startsWith("{\"push\":{\"channel\":\"orders:" + id + "\",\"pub\":{\"data\":")
                .contains("\"status\":\"SHIPPED\"");
    }

    @Test
    void aPageKnowsWhereToConnect() throws Exception {
        assertThat(browser().loggedIn("ann").get("/realtime").body())
                .isEqualTo("{\"user\":\"ann\",\"port\":" + duplex + "}");
    }

    @Test
    void whoIsNotLoggedInIsRefused() throws Exception {
        Browser stranger = browser();
        // A session that nobody is logged in with yet.
        assertThat(stranger.get("/").statusCode()).isEqualTo(302);
        assertThat(stranger.cookie("SESSION")).isNotEmpty();
        Peer page = stranger.open();
        page.say("{\"id\":1,\"connect\":{}}");
        assertThat(page.closed()).isEqualTo(NOT_LOGGED_IN);
        assertThat(page.left()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ann", "no-base64!", "%00"})
    void whoMakesUpASessionIsRefused(String cookie) throws Exception {
        refused(browser().withSession(cookie));
    }

    @Test
    void soIsOneWhoseSessionThereIsNot() throws Exception {
        byte[] id = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
        refused(browser().withSession(Base64.getEncoder().encodeToString(id)));
    }

    private static void refused(Browser browser) throws Exception {
        Peer page = browser.open();
        page.say("{\"id\":1,\"connect\":{}}");
        assertThat(page.closed()).isEqualTo(NOT_LOGGED_IN);
        assertThat(page.left()).isEmpty();
    }

    @Test
    void nobodySeesTheOrdersOfOthers() throws Exception {
        String id = order(browser().loggedIn("ann"), "tea");
        Peer bob = browser().loggedIn("bob").connect();
        int command = 1;
        for (String channel :
                List.of("orders:" + id, "notes:" + id, "personal:ann", "orders:", "orders:none")) {
            command++;
            assertThat(bob.ask(subscribe(command, channel))).isEqualTo(DENIED.formatted(command));
            command++;
            assertThat(
                            bob.ask(
                                    "{\"id\":"
                                            + command
                                            + ",\"history\":{\"channel\":\""
                                            + channel
                                            + "\"}}"))
                    .isEqualTo(DENIED.formatted(command));
        }
    }

    @Test
    void aCustomerWritesNotesAndNothingElse() throws Exception {
        Browser ann = browser().loggedIn("ann");
        String id = order(ann, "tea");
        Peer page = ann.connect();
        enters(page, 2, "notes:" + id);
        page.say(publish(3, "notes:" + id));
        assertThat(List.of(page.hears(), page.hears()))
                .contains("{\"id\":3,\"publish\":{}}")
                .anyMatch(line -> line.startsWith("{\"push\":{\"channel\":\"notes:" + id));
        assertThat(page.ask(publish(4, "orders:" + id))).isEqualTo(DENIED.formatted(4));
        assertThat(page.ask(publish(5, "personal:ann"))).isEqualTo(DENIED.formatted(5));
        Peer bob = browser().loggedIn("bob").connect();
        assertThat(bob.ask(publish(2, "notes:" + id))).isEqualTo(DENIED.formatted(2));
    }

    private static String publish(int id, String channel) {
        return "{\"id\":"
                + id
                + ",\"publish\":{\"channel\":\""
                + channel
                + "\",\"data\":{\"note\":\"ring twice\"}}}";
    }

    @Test
    void onlyStaffChangesOrders() throws Exception {
        Browser ann = browser().loggedIn("ann");
        String id = order(ann, "tea");
        assertThat(ann.put("/orders/" + id + "/status", "{\"status\":\"DELIVERED\"}").statusCode())
                .isEqualTo(403);
    }

    @Test
    void pagesOfOtherOriginsDoNotGetThatFar() throws Exception {
        Browser ann = browser().loggedIn("ann");
        assertThatThrownBy(() -> ann.open("https://evil.example", new Peer()))
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(403));
    }

    @Test
    void whoLogsOutIsDisconnectedAndOtherBrowsersComeBack() throws Exception {
        Browser ann = browser().loggedIn("ann");
        Browser elsewhere = browser().loggedIn("ann");
        Peer page = ann.connect();
        Peer other = elsewhere.connect();
        String session = ann.cookie("SESSION");
        assertThat(ann.post("/logout", "").statusCode()).isEqualTo(302);
        CloseReason comeBack = new CloseReason(3011, "logged out");
        assertThat(page.closed()).isEqualTo(comeBack);
        assertThat(other.closed()).isEqualTo(comeBack);
        refused(browser().withSession(session));
        enters(elsewhere.connect(), 2, "personal:ann");
    }

    @Test
    void sockJsComesWithTheSameSession() throws Exception {
        Browser ann = browser().loggedIn("ann");
        String session = "/000/" + UUID.randomUUID();
        assertThat(ann.sockJs(session + "/xhr", "")).isEqualTo("o\n");
        assertThat(ann.sockJs(session + "/xhr_send", "[\"{\\\"id\\\":1,\\\"connect\\\":{}}\"]"))
                .isEmpty();
        assertThat(ann.sockJs(session + "/xhr", ""))
                .startsWith("a[\"{\\\"id\\\":1,\\\"connect\\\":{\\\"client\\\":");
        Browser stranger = browser();
        String none = "/000/" + UUID.randomUUID();
        assertThat(stranger.sockJs(none + "/xhr", "")).isEqualTo("o\n");
        assertThat(stranger.sockJs(none + "/xhr_send", "[\"{\\\"id\\\":1,\\\"connect\\\":{}}\"]"))
                .isEmpty();
        assertThat(stranger.sockJs(none + "/xhr", "")).isEqualTo("c[3500,\"invalid token\"]\n");
    }
}
