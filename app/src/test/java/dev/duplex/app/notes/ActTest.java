package dev.duplex.app.notes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.channels.Position;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What clients ask for, and what is nothing of the kind.
class ActTest {
    private static final String KEY = "12345678";

    private static Optional<Act> of(String method, String parameters) {
        return Act.of(method, parameters.replace('\'', '"').getBytes(UTF_8));
    }

    @Test
    void eachMethodHasItsParameters() {
        Position post = new Position("e", 3);
        assertThat(of("wall.post", "{'key':'12345678','text':'hello'}"))
                .hasValue(new Act.Post(KEY, "hello"));
        assertThat(of("wall.message", "{'key':'12345678','to':'ann_-','text':'hello'}"))
                .hasValue(new Act.Message(KEY, "ann_-", "hello"));
        assertThat(of("wall.like", "{'key':'12345678','epoch':'e','post':3}"))
                .hasValue(new Act.Reaction(KEY, Act.Reaction.Kind.LIKE, post, ""));
        assertThat(of("wall.unlike", "{'key':'12345678','epoch':'e','post':3,'text':'none'}"))
                .hasValue(new Act.Reaction(KEY, Act.Reaction.Kind.UNLIKE, post, ""));
        assertThat(of("wall.comment", "{'key':'12345678','epoch':'e','post':3,'text':'nice'}"))
                .hasValue(new Act.Reaction(KEY, Act.Reaction.Kind.COMMENT, post, "nice"));
    }

    /// Who it is from is nothing that a client says.
    @Test
    void whoSaysToBeAnotherIsNotHeard() {
        assertThat(of("wall.post", "{'key':'12345678','text':'x','user':'ann','from':'ann'}"))
                .hasValue(new Act.Post(KEY, "x"));
    }

    @Test
    void aTextHasALimit() {
        String most = "😀".repeat(Act.MAX_TEXT);
        assertThat(of("wall.post", "{'key':'12345678','text':'" + most + "'}")).isPresent();
        assertThat(of("wall.post", "{'key':'12345678','text':'" + most + "x'}")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    wall.post    | {'key':'12345678'}
                    wall.post    | {'key':'12345678','text':' \\n '}
                    wall.post    | {'key':'12345678','text':7}
                    wall.post    | {'text':'hello'}
                    wall.post    | {'key':'1234567','text':'hello'}
                    wall.post    | {'key':'12345678/','text':'hello'}
                    wall.post    | []
                    wall.post    | no JSON
                    wall.message | {'key':'12345678','text':'hello'}
                    wall.message | {'key':'12345678','to':'','text':'hello'}
                    wall.message | {'key':'12345678','to':'ann,bob','text':'hello'}
                    wall.message | {'key':'12345678','to':'#ann','text':'hello'}
                    wall.like    | {'key':'12345678','post':3}
                    wall.like    | {'key':'12345678','epoch':'e'}
                    wall.like    | {'key':'12345678','epoch':'e','post':0}
                    wall.like    | {'key':'12345678','epoch':'e','post':-1}
                    wall.like    | {'key':'12345678','epoch':'e','post':1.5}
                    wall.comment | {'key':'12345678','epoch':'e','post':3}
                    wall.forge   | {'key':'12345678','text':'hello'}
                    """)
    void whatIsNotWhatTheMethodTakesIsNothing(String method, String parameters) {
        assertThat(of(method, parameters)).isEmpty();
    }
}
