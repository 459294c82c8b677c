package dev.duplex.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What whoever counts hears of an API.
@Timeout(60)
class ObserverTest {
    private final List<String> heard = new CopyOnWriteArrayList<>();

    private ApiObserver listing() {
        return new ApiObserver() {
            @Override
            public void answered(String method, int error) {
                heard.add(method + " " + error);
            }
        };
    }

    @Test
    void everyAnswerIsHeardOfOnce() {
        try (ApiServer server = ApiServer.start(it -> it.batchCommands(2).observer(listing()))) {
            server.call("publish", "{\"channel\":\"quiet:a\",\"data\":1}");
            server.call("rpc", "{\"method\":\"never\"}");
            server.call("rpc", "{\"method\":\"broken\"}");
            server.call("batch", "{\"commands\":[{\"info\":{}},{\"none\":{}}],\"parallel\":true}");
            server.call("batch", "{\"commands\":[{\"info\":{}},{\"info\":{}},{\"info\":{}}]}");
            server.send(ApiServer.request("POST", "/api/publish").body("{}"));
            server.send(ApiServer.request("GET", "/api/publish").with(ApiServer.KEY));
            server.send(ApiServer.request("POST", "/api/publish").with(ApiServer.KEY).body("{"));
            server.send(ApiServer.request("POST", "/api/nothing").with(ApiServer.KEY).body("{}"));
            server.send(
                    ApiServer.request("POST", "/api")
                            .with(ApiServer.KEY)
                            .body("{\"method\":\"info\"}\n{\"method\":\"nothing\"}"));
            assertThat(heard)
                    .containsExactlyInAnyOrder(
                            "publish 0",
                            "rpc 103",
                            "rpc 100",
                            "info 0",
                            " 104",
                            "batch 0",
                            "batch 106",
                            "publish 101",
                            "publish 107",
                            "publish 107",
                            " 104",
                            "info 0",
                            " 104");
        }
    }

    @Test
    void anAnswerThatIsTooLongIsAnError() {
        try (ApiServer server = ApiServer.start(it -> it.answerBytes(10).observer(listing()))) {
            assertThat(server.call("info", "{}")).contains("106");
            assertThat(heard).containsExactly("info 106");
        }
    }

    @Test
    void whatAnObserverThrowsChangesNothing() {
        ApiObserver throwing =
                new ApiObserver() {
                    @Override
                    public void answered(String method, int error) {
                        heard.add(method);
                        throw new IllegalStateException("of the test");
                    }
                };
        try (ApiServer server = ApiServer.start(it -> it.observer(throwing))) {
            for (int i = 0; i < 2; i++) {
                assertThat(server.call("rpc", "{\"method\":\"echo\",\"params\":1}")).contains("1");
            }
            assertThat(heard).containsExactly("rpc", "rpc");
        }
    }
}
