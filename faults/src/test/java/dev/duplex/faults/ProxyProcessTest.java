package dev.duplex.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// nginx and HAProxy as child processes.
@Timeout(60)
class ProxyProcessTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @EnumSource
    void isFoundByItsName(ProxyProcess.Program program) {
        assertThat(ProxyProcess.Program.named(program.toString())).contains(program);
        assertThat(ProxyProcess.Program.named(program + "s")).isEmpty();
    }

    @Test
    void isThereAgainAfterItWasKilled() throws Exception {
        int port = LastingPort.find();
        String configuration =
                """
                defaults
                    mode http
                    timeout connect 1s
                    timeout client 1s
                    timeout server 1s
                frontend all
                    bind 127.0.0.1:%d
                    http-request return status 200
                """
                        .formatted(port);
        try (ProxyProcess proxy =
                ProxyProcess.start(ProxyProcess.Program.HAPROXY, folder, configuration, port)) {
            long before = proxy.pid();
            proxy.requireRunning();
            proxy.kill();
            assertThatThrownBy(proxy::requireRunning).isInstanceOf(InjectionException.class);
            proxy.start();
            assertThat(proxy.pid()).isNotEqualTo(before);
            proxy.requireRunning();
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysWhyItDoesNotListen(ProxyProcess.Program program) throws Exception {
        int port = LastingPort.find();
        assertThatThrownBy(() -> ProxyProcess.start(program, folder, "nonsense;\n", port))
                .isInstanceOf(InjectionException.class)
                .hasMessageContaining("nonsense");
    }

    @Test
    void saysOfOneThatIsNotInstalledHowToGetIt() throws Exception {
        ProxyProcess.Program.NGINX.requireInstalled();
        assertThat(ProxyProcess.Program.NGINX.missing())
                .hasMessage(
                        "nginx, which is to stand before the servers, is not installed (Debian: apt-get install nginx).");
    }
}
