package dev.duplex.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.CloseReason;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

@Timeout(120)
class ShopLifecycleTest {
    private static final CloseReason SHUTDOWN = new CloseReason(3001, "shutdown");

    private static ConfigurableApplicationContext start() {
        return start(0, "10s");
    }

    private static ConfigurableApplicationContext start(int duplexPort, String timeout) {
        return SpringApplication.run(
                ShopApplication.class,
                "--server.address=127.0.0.1",
                "--server.port=0",
                "--duplex.address=127.0.0.1",
                "--duplex.port=" + duplexPort,
                "--duplex.allowed-origins=" + Browser.ORIGIN,
                "--duplex.shutdown-timeout=" + timeout);
    }

    private static int webPort(ConfigurableApplicationContext context) {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    private static int duplexPort(ConfigurableApplicationContext context) {
        return context.getBean(DuplexServer.class).port();
    }

    /// The peer does not answer the Close before the web server has answered it.
    @Test
    void connectionsAreClosedWhileTheWebServerStillServes() throws Exception {
        ConfigurableApplicationContext context = start();
        int port = duplexPort(context);
        try (Browser ann = new Browser(webPort(context), port).loggedIn("ann")) {
            CompletableFuture<Integer> status = new CompletableFuture<>();
            Peer page = ann.open(Browser.ORIGIN, new Peer(() -> asking(ann, status)));
            page.ask("{\"id\":1,\"connect\":{}}");
            context.close();
            assertThat(page.closed()).isEqualTo(SHUTDOWN);
            assertThat(status.get()).isEqualTo(200);
        }
        assertThat(context.isActive()).isFalse();
        assertGone(port);
    }

    private static CompletionStage<?> asking(Browser browser, CompletableFuture<Integer> status) {
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        status.complete(browser.get("/realtime").statusCode());
                    } catch (Exception e) {
                        status.completeExceptionally(e);
                    }
                });
        return status;
    }

    @Test
    void aClientThatDoesNotAnswerHoldsTheEndUpForTheTimeoutOnly() throws Exception {
        ConfigurableApplicationContext context = start(0, "300ms");
        int port = duplexPort(context);
        try (Browser ann = new Browser(webPort(context), port).loggedIn("ann")) {
            Peer page = ann.open(Browser.ORIGIN, new Peer(CompletableFuture::new));
            page.ask("{\"id\":1,\"connect\":{}}");
            long began = System.nanoTime();
            context.close();
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isBetween(Duration.ofMillis(300), Duration.ofSeconds(20));
            assertThat(page.closed()).isEqualTo(SHUTDOWN);
        }
        assertThat(context.isActive()).isFalse();
        assertGone(port);
    }

    private static void assertGone(int port) {
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void itCanBeStoppedAndStartedAgain() throws Exception {
        try (ConfigurableApplicationContext context = start()) {
            DuplexServer duplex = context.getBean(DuplexServer.class);
            context.stop();
            assertThat(duplex.isRunning()).isFalse();
            assertThatThrownBy(duplex::port).isInstanceOf(IllegalStateException.class);
            context.start();
            try (Browser ann = new Browser(webPort(context), duplex.port()).loggedIn("ann")) {
                ann.connect();
            }
        }
    }

    @Test
    void aPortThatIsTakenEndsTheApplicationWithAReason() {
        try (ConfigurableApplicationContext first = start()) {
            int taken = duplexPort(first);
            assertThatThrownBy(() -> start(taken, "10s"))
                    .rootCause()
                    .hasMessageContaining("Address already in use");
        }
    }
}
