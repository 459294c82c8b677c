package dev.duplex.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.app.Served.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The configuration that README shows is one that serves what is said of it.
@Timeout(60)
class ReadmeTest {
    private static final Pattern YAML = Pattern.compile("(?s)```yaml\n(.*?)```");

    @Test
    void itsConfigurationServesNewsAndChat(@TempDir Path folder) throws Exception {
        Matcher yaml = YAML.matcher(Files.readString(Documents.root().resolve("README.md")));
        assertThat(yaml.find()).isTrue();
        Path file = Files.writeString(folder.resolve("duplex.yaml"), yaml.group(1));
        try (Served served = Served.with("--config=" + file)) {
            Peer peer = served.connect("/connection/websocket", served.origin());
            peer.send("{\"id\":1,\"connect\":{}}");
            assertThat(peer.next()).startsWith("{\"id\":1,\"connect\":{\"client\":\"");
            peer.send("{\"id\":2,\"subscribe\":{\"channel\":\"news:today\"}}");
            assertThat(peer.next()).startsWith("{\"id\":2,\"subscribe\":{\"recoverable\":true");
            peer.send("{\"id\":3,\"publish\":{\"channel\":\"news:today\",\"data\":1}}");
            assertThat(peer.next()).contains("\"id\":3,\"error\":{\"code\":103");
            peer.send("{\"id\":4,\"history\":{\"channel\":\"news:today\",\"limit\":1}}");
            assertThat(peer.next()).startsWith("{\"id\":4,\"history\":{");
            peer.send("{\"id\":5,\"publish\":{\"channel\":\"chat:a\",\"data\":1}}");
            assertThat(peer.next()).contains("\"id\":5,\"error\":{\"code\":103");
            peer.send("{\"id\":6,\"subscribe\":{\"channel\":\"chat:a\"}}");
            String came = peer.next();
            while (!came.contains("\"id\":6,\"subscribe\":{")) {
                came += "\n" + peer.next();
            }
            peer.send("{\"id\":7,\"publish\":{\"channel\":\"chat:a\",\"data\":\"hello\"}}");
            while (!came.contains("\"id\":7,\"publish\":{}") || !came.contains("\"hello\"")) {
                came += "\n" + peer.next();
            }
            assertThat(came).doesNotContain("error");
        }
    }
}
