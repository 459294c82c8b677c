package dev.duplex.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
    private final ManualLane lane = new ManualLane();
    private final Connections connections = new Hub().connections();

    private final class Client implements Connection {
        private final String client;
        private final String user;
        private final List<Command> obeyed = new ArrayList<>();

        Client(String client, String user) {
            this.client = client;
            this.user = user;
            connections.add(this);
        }

        @Override
        public String client() {
            return client;
        }

        @Override
        public String user() {
            return user;
        }

        @Override
        public Lane lane() {
            return lane;
        }

        @Override
        public void obey(Command command) {
            assertThat(lane.inLane()).isTrue();
            obeyed.add(command);
        }
    }

    private Command disconnect(Command.Target target) {
        Command command = new Command.Disconnect(target, 3503, "force disconnect");
        assertThat(connections.command(command).toCompletableFuture()).isCompleted();
        lane.runAll();
        return command;
    }

    @Test
    void aUsersConnectionsAllObey() {
        Client one = new Client("1", "ann");
        Client two = new Client("2", "ann");
        Client other = new Client("3", "ben");
        Command command = disconnect(Command.Target.user("ann"));

        assertThat(one.obeyed).containsExactly(command);
        assertThat(two.obeyed).containsExactly(command);
        assertThat(other.obeyed).isEmpty();
        assertThat(connections.count()).isEqualTo(3);
        assertThat(connections.users()).isEqualTo(2);
    }

    @Test
    void oneConnectionObeysOnlyIfItIsTheUsers() {
        Client one = new Client("1", "ann");
        Client two = new Client("2", "ann");
        Command command = disconnect(Command.Target.client("ann", "1"));
        disconnect(Command.Target.client("ben", "2"));

        assertThat(one.obeyed).containsExactly(command);
        assertThat(two.obeyed).isEmpty();
    }

    @Test
    void someMayBeSpared() {
        Client one = new Client("1", "ann");
        Client two = new Client("2", "ann");
        Client three = new Client("3", "ann");
        disconnect(new Command.Target("ann", Optional.empty(), Set.of("2", "3")));

        assertThat(one.obeyed).hasSize(1);
        assertThat(two.obeyed).isEmpty();
        assertThat(three.obeyed).isEmpty();
    }

    @Test
    void theAnonymousAreNotOneUser() {
        Client one = new Client("1", "");
        Client two = new Client("2", "");
        disconnect(Command.Target.user(""));
        assertThat(one.obeyed).isEmpty();
        disconnect(Command.Target.client("", "2"));

        assertThat(one.obeyed).isEmpty();
        assertThat(two.obeyed).hasSize(1);
        assertThat(connections.users()).isZero();
    }

    @Test
    void whoIsGoneIsNotFoundAndWhoseLaneHasEndedDoesNotObey() {
        Client one = new Client("1", "ann");
        Client two = new Client("2", "ben");
        connections.remove(one);
        connections.remove(one);
        disconnect(Command.Target.user("ann"));
        lane.end();
        disconnect(Command.Target.user("ben"));

        assertThat(one.obeyed).isEmpty();
        assertThat(two.obeyed).isEmpty();
        assertThat(connections.client("1")).isEmpty();
        assertThat(connections.of("ann")).isEmpty();
        assertThat(connections.of("ben")).containsExactly(two);
    }

    @Test
    void thereIsOneConnectionOfAnId() {
        new Client("1", "ann");
        assertThatThrownBy(() -> new Client("1", "ben")).hasMessageContaining("1");
        assertThat(connections.of("ben")).isEmpty();
    }
}
