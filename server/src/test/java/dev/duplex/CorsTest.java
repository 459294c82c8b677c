package dev.duplex;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Which page a request shows that has no `Origin`. The suites of SockJS try the rest.
class CorsTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final Server server =
            Server.builder().host("127.0.0.1").port(0).sockJs("/s", new Endpoint() {}).start();
    private final String own = "http://127.0.0.1:" + server.port();
    private int sessions;

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private int status(String referer) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(own + "/s/000/" + sessions++ + "/jsonp?c=f"))
                        .header("Referer", referer)
                        .build();
        return client.send(request, BodyHandlers.ofString()).statusCode();
    }

    @Test
    void thePagesAddressNeedBeNoUriBehindItsOrigin() throws Exception {
        for (String behind :
                new String[] {"", "/", "/page?query", "/page?filter={a|b}^`", "/a%zz", "?[1,2]"}) {
            assertThat(status(own + behind)).as(behind).isEqualTo(200);
        }
    }

    @Test
    void whatOnlyLooksLikeThisOriginIsAnother() throws Exception {
        for (String referer :
                new String[] {
                    "nonsense",
                    "//127.0.0.1:" + server.port() + "/",
                    "http://bad.example/" + own,
                    "http://bad.example?" + own,
                    own + ".bad.example/",
                    own + "@bad.example/",
                    own + "\\@bad.example/",
                    own + "\\.bad.example/",
                    own.replace("://", "://bad.example\\"),
                    own.replace("://", "://x@bad.example#"),
                    own.replace("http:", "https:"),
                    "x " + own
                }) {
            assertThat(status(referer)).as(referer).isEqualTo(403);
        }
    }
}
