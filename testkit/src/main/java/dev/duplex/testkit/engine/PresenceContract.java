package dev.duplex.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.duplex.channels.Member;
import dev.duplex.channels.Payload;
import dev.duplex.channels.PresenceStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What [dev.duplex.channels.engine.Presence] promises.
public abstract class PresenceContract extends EngineContract {
    private static final Duration LONG = Duration.ofMinutes(10);

    private static final int MANY = 1_000;

    private void add(String channel, Member member, Duration ttl) {
        await(engine().presence().add(channel, member, ttl));
    }

    private List<String> clients(String channel) {
        return await(engine().presence().members(channel, MANY)).stream()
                .map(Member::client)
                .sorted()
                .toList();
    }

    private PresenceStats stats(String channel) {
        return await(engine().presence().stats(channel));
    }

    @Test
    @DisplayName("who is put in is in, with all that is known of it")
    void members() {
        String channel = newChannel();
        Member ann =
                new Member(
                        "1",
                        "ann",
                        Payload.of(Payload.Kind.JSON, new byte[] {'{', '}'}),
                        Payload.of(Payload.Kind.BINARY, new byte[] {0, (byte) 0x80}));
        add(channel, ann, LONG);
        Member seen = await(engine().presence().members(channel, MANY)).getFirst();

        assertThat(seen.client()).isEqualTo("1");
        assertThat(seen.user()).isEqualTo("ann");
        assertThat(seen.connectionInfo().bytes()).isEqualTo(new byte[] {'{', '}'});
        assertThat(seen.channelInfo().bytes()).isEqualTo(new byte[] {0, (byte) 0x80});
        assertThat(seen.channelInfo().kind()).isEqualTo(Payload.Kind.BINARY);
        assertThat(clients(newChannel())).isEmpty();
    }

    @Test
    @DisplayName("the last word about a client counts")
    void replaces() {
        String channel = newChannel();
        add(channel, Member.of("1", "ann"), LONG);
        add(channel, Member.of("1", "ben"), LONG);
        assertThat(await(engine().presence().members(channel, MANY)).stream().map(Member::user))
                .containsExactly("ben");
        assertThat(stats(channel)).isEqualTo(new PresenceStats(1, 1));
    }

    @Test
    @DisplayName("who is taken out is out, and whoever else stays")
    void removes() {
        String channel = newChannel();
        add(channel, Member.of("1", "ann"), LONG);
        add(channel, Member.of("2", "ann"), LONG);
        await(engine().presence().remove(channel, "1"));
        await(engine().presence().remove(channel, "nobody"));
        await(engine().presence().remove(newChannel(), "1"));
        assertThat(clients(channel)).containsExactly("2");
        await(engine().presence().remove(channel, "2"));
        assertThat(clients(channel)).isEmpty();
        assertThat(stats(channel)).isEqualTo(new PresenceStats(0, 0));
    }

    @Test
    @DisplayName("what is said of a client without waiting for answers takes effect in its order")
    void keepsTheOrder() {
        String channel = newChannel();
        List<CompletionStage<Void>> said = new ArrayList<>();
        for (int i = 0; i < MANY / 10; i++) {
            said.add(engine().presence().add(channel, Member.of("comes", "ann"), LONG));
            said.add(engine().presence().remove(channel, "comes"));
            said.add(engine().presence().remove(channel, "stays"));
            said.add(engine().presence().add(channel, Member.of("stays", "user " + i), LONG));
        }
        said.forEach(EngineContract::await);
        assertThat(await(engine().presence().members(channel, MANY)))
                .extracting(Member::client, Member::user)
                .containsExactly(tuple("stays", "user " + (MANY / 10 - 1)));
        assertThat(stats(channel)).isEqualTo(new PresenceStats(1, 1));
    }

    @Test
    @DisplayName("of more than are asked for as many are told")
    void bounded() {
        String channel = newChannel();
        for (int i = 1; i <= 5; i++) {
            add(channel, Member.of("" + i, "ann"), LONG);
        }
        for (int most = 1; most <= 6; most++) {
            List<Member> told = await(engine().presence().members(channel, most));
            assertThat(told).hasSize(Math.min(most, 5));
            assertThat(told).extracting(Member::client).doesNotHaveDuplicates();
        }
        assertThat(stats(channel)).isEqualTo(new PresenceStats(5, 1));
    }

    @Test
    @DisplayName("stats count connections, and different users")
    void counts() {
        String channel = newChannel();
        add(channel, Member.of("1", "ann"), LONG);
        add(channel, Member.of("2", "ann"), LONG);
        add(channel, Member.of("3", "ben"), LONG);
        add(channel, Member.of("4", ""), LONG);
        add(channel, Member.of("5", ""), LONG);
        assertThat(stats(channel)).isEqualTo(new PresenceStats(5, 3));
    }

    @Test
    @DisplayName("who is not put in again within its time is gone")
    void expires() {
        String channel = newChannel();
        add(channel, Member.of("gone", "ann"), Duration.ofSeconds(2));
        add(channel, Member.of("renewed", "ben"), Duration.ofSeconds(2));
        pass(Duration.ofMillis(1_500));
        add(channel, Member.of("renewed", "ben"), LONG);
        pass(Duration.ofSeconds(1));
        assertThat(clients(channel)).containsExactly("renewed");
        assertThat(stats(channel)).isEqualTo(new PresenceStats(1, 1));
    }
}
