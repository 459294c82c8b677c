package dev.duplex.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.faults.ProxyProcess.Program;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LayoutTest {
    @Test
    void whatIsChosenStaysAsItIs() {
        Layout plain = new Layout(3, false, false, Optional.empty());
        assertThat(Layout.of(3)).isEqualTo(plain);
        assertThat(Layout.of(3).withRedisApart().behind(Program.HAPROXY))
                .isEqualTo(Layout.of(3).behind(Program.HAPROXY).withRedisApart())
                .isEqualTo(new Layout(3, false, true, Optional.of(Program.HAPROXY)));
        assertThat(Layout.of(3).behind(Program.NGINX).onSentinels())
                .isEqualTo(new Layout(3, true, false, Optional.of(Program.NGINX)));
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> Layout.of(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Layout.of(OwnServer.NODES_LIMIT + 1))
                .isInstanceOf(IllegalArgumentException.class);
        Layout sentinels = Layout.of(3).onSentinels();
        assertThatThrownBy(sentinels::withRedisApart)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sentinels name addresses that are not in a network of Redis's own");
    }
}
