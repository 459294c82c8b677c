package dev.duplex.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.duplex.channels.Payload;
import org.junit.jupiter.api.Test;

class FragileTest {
    @Test
    void breaksAndHeals() {
        Fragile payload = new Fragile(Payload.Kind.TEXT);
        assertThat(payload.kind()).isEqualTo(Payload.Kind.TEXT);
        assertThat(payload.bytes()).asString().isEqualTo("1");
        payload.breaks();
        assertThatThrownBy(payload::bytes).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(payload::copy).isInstanceOf(IllegalStateException.class);
        payload.heals();
        assertThat(payload.copy()).isSameAs(payload);
        assertThat(payload.size()).isEqualTo(payload.bytes().length);
    }
}
