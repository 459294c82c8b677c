package dev.duplex.websocket.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// Whatever stands in a request and in a response: the input is a header section, a line each, after
/// a first line that has the method and the HTTP version's two digits (`GET 11`) or a status
/// (`101`). The rules are here a second time, as patterns: what they allow is accepted, and
/// nothing else.
class HandshakeFuzzTest {
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+\\-.^_`|~0-9A-Za-z]+");
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{22}==");
    private static final Pattern SENTENCE = Pattern.compile("[A-Z][ -~]+\\.");
    private static final Pattern FIELD_VALUE = Pattern.compile("[!-~]([ -~]*[!-~])?");
    private static final Pattern OFFERED = Pattern.compile("\\[x?(?:, )?y?]");
    private static final Pattern COMMA = Pattern.compile(",");
    private static final Pattern AROUND = Pattern.compile("\\A[ \t]+|[ \t]+\\z");
    private static final Pattern WEBSOCKET = listWith("websocket");
    private static final Pattern UPGRADE = listWith("upgrade");
    private static final Pattern REQUEST_LINE = Pattern.compile("([A-Za-z]*) ([0-9])([0-9])");
    private static final Pattern STATUS_LINE = Pattern.compile("[0-9]{3}");

    private static final List<String> SUBPROTOCOLS = List.of("superchat", "chat");

    private static final ServerHandshake.Settings<Extension> SERVER =
            new ServerHandshake.Settings<>(
                    SUBPROTOCOLS,
                    offers ->
                            offers.stream()
                                    .findFirst()
                                    .map(it -> new ExtensionNegotiator.Agreed<>(it, it)));

    /// With the key `AAAAAAAAAAAAAAAAAAAAAA==`.
    private static final ClientHandshake CLIENT =
            new ClientHandshake(
                    "localhost",
                    SUBPROTOCOLS,
                    List.of(new Extension("x", List.of()), new Extension("y", List.of())),
                    new Zeroes());

    private static final String ACCEPT = "ICX+Yqv66kxgM0FcWaLWlFLwTAI=";

    private static final class Zeroes implements RandomGenerator {
        @Override
        public long nextLong() {
            return 0;
        }
    }

    // In the syntax of libFuzzer: \x0A is a line feed.
    @DictionaryEntries({
        "GET 11\\x0AHost: a\\x0A",
        "101\\x0A",
        "\\x0AUpgrade: ",
        "\\x0AConnection: ",
        "\\x0ASec-WebSocket-Version: ",
        "\\x0ASec-WebSocket-Key: ",
        "\\x0ASec-WebSocket-Accept: ",
        "\\x0ASec-WebSocket-Protocol: ",
        "\\x0ASec-WebSocket-Extensions: ",
        ", websocket",
        ", upgrade",
        ", chat",
        "superchat,",
        "AAAAAAAAAAAAAAAAAAAAAA==",
        "; x=1",
    })
    @FuzzTest
    void handshake(byte[] input) {
        String[] lines = new String(input, StandardCharsets.ISO_8859_1).split("\n", -1);
        HeaderLines fields = HeaderLines.of(Arrays.copyOfRange(lines, 1, lines.length));
        var request = REQUEST_LINE.matcher(lines[0]);
        if (request.matches()) {
            respond(
                    new HandshakeRequest(
                            request.group(1),
                            Integer.parseInt(request.group(2)),
                            Integer.parseInt(request.group(3)),
                            fields));
        } else if (STATUS_LINE.matcher(lines[0]).matches()) {
            verify(Integer.parseInt(lines[0]), fields);
        }
    }

    private static void respond(HandshakeRequest request) {
        switch (ServerHandshake.respond(request, SERVER)) {
            case ServerHandshake.Accepted<Extension>(
                            var fields,
                            var subprotocol,
                            var extension) -> {
                assertThat(isGood(request)).isTrue();
                assertThat(fields)
                        .allSatisfy(field -> assertThat(field.value()).matches(FIELD_VALUE));
                assertThat(fields).extracting(HeaderField::name).doesNotHaveDuplicates();
                List<String> offered = split(request.fields().all("Sec-WebSocket-Protocol"));
                assertThat(subprotocol)
                        .isEqualTo(SUBPROTOCOLS.stream().filter(offered::contains).findFirst());
                assertThat(
                                ExtensionHeader.parse(
                                        HeaderLines.of(fields).all("Sec-WebSocket-Extensions")))
                        .contains(extension.stream().toList());
            }
            case ServerHandshake.Rejected<Extension>(var status, var explanation, var _) -> {
                assertThat(isGood(request)).isFalse();
                assertThat(status).isIn(400, 405, 426);
                assertThat(explanation).matches(SENTENCE);
            }
        }
    }

    private static boolean isGood(HandshakeRequest request) {
        HeaderLookup fields = request.fields();
        return request.method().equals("GET")
                && request.majorVersion() * 10 + request.minorVersion() >= 11
                && only(fields.all("Host")).filter(host -> !host.isEmpty()).isPresent()
                && WEBSOCKET.matcher(join(fields.all("Upgrade"))).find()
                && UPGRADE.matcher(join(fields.all("Connection"))).find()
                && only(fields.all("Sec-WebSocket-Version")).equals(Optional.of("13"))
                && only(fields.all("Sec-WebSocket-Key"))
                        .filter(key -> KEY.matcher(key).matches())
                        .isPresent()
                && areSubprotocols(fields.all("Sec-WebSocket-Protocol"))
                && ExtensionHeader.parse(fields.all("Sec-WebSocket-Extensions")).isPresent();
    }

    private static boolean areSubprotocols(List<String> lines) {
        List<String> names = split(lines);
        return names.stream().allMatch(name -> TOKEN.matcher(name).matches())
                && new HashSet<>(names).size() == names.size()
                && (lines.isEmpty() || !names.isEmpty());
    }

    private static void verify(int status, HeaderLines fields) {
        List<String> protocols = fields.all("Sec-WebSocket-Protocol");
        Optional<List<Extension>> extensions =
                ExtensionHeader.parse(fields.all("Sec-WebSocket-Extensions"));
        List<String> upgrade = split(fields.all("Upgrade"));
        boolean good =
                status == 101
                        && !upgrade.isEmpty()
                        && upgrade.stream().allMatch(it -> WEBSOCKET.matcher(it).matches())
                        && UPGRADE.matcher(join(fields.all("Connection"))).find()
                        && only(fields.all("Sec-WebSocket-Accept")).equals(Optional.of(ACCEPT))
                        && (protocols.isEmpty()
                                || only(protocols).filter(SUBPROTOCOLS::contains).isPresent())
                        && extensions.isPresent()
                        && OFFERED.matcher(names(extensions.get())).matches();
        switch (CLIENT.verify(status, fields)) {
            case ClientHandshake.Accepted(var subprotocol, var agreed) -> {
                assertThat(good).isTrue();
                assertThat(subprotocol).isEqualTo(only(protocols));
                assertThat(agreed).isEqualTo(extensions.orElseThrow());
            }
            case ClientHandshake.Failed(var reason) -> {
                assertThat(good).isFalse();
                assertThat(reason).matches(SENTENCE);
            }
        }
    }

    private static String names(List<Extension> extensions) {
        return extensions.stream().map(Extension::name).sorted().toList().toString();
    }

    private static Pattern listWith(String word) {
        return Pattern.compile("(?i)(?:^|,)[ \t]*" + word + "[ \t]*(?:,|\\z)");
    }

    private static String join(List<String> lines) {
        return String.join(",", lines);
    }

    private static List<String> split(List<String> lines) {
        return COMMA.splitAsStream(join(lines))
                .map(HandshakeFuzzTest::trim)
                .filter(element -> !element.isEmpty())
                .toList();
    }

    private static Optional<String> only(List<String> lines) {
        return lines.size() == 1 ? Optional.of(trim(lines.getFirst())) : Optional.empty();
    }

    private static String trim(String text) {
        return AROUND.matcher(text).replaceAll("");
    }
}
