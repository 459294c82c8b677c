package dev.duplex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
    private static final InetSocketAddress PROXY =
            new InetSocketAddress(InetAddress.ofLiteral("10.0.0.7"), 4711);

    private static TrustedProxies trusting(TrustedProxies.Field field) {
        return TrustedProxies.of(field, List.of("10.0.0.0/24", "fd00::1"));
    }

    private static String client(TrustedProxies.Field field, String... values) {
        InetSocketAddress client = trusting(field).client(PROXY, List.of(values));
        return client.getAddress().getHostAddress() + " " + client.getPort();
    }

    /// What the field says, and who the client is.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.5                      | 203.0.113.5 0",
                "203.0.113.5:1234                 | 203.0.113.5 1234",
                "2001:db8::5                      | 2001:db8:0:0:0:0:0:5 0",
                "[2001:db8::5]                    | 2001:db8:0:0:0:0:0:5 0",
                "[2001:db8::5]:443                | 2001:db8:0:0:0:0:0:5 443",
                "203.0.113.5, 10.0.0.9            | 203.0.113.5 0",
                "203.0.113.5, fd00::1, 10.0.0.9   | 203.0.113.5 0",
                // Made up by the client, before the proxy added its address.
                "198.51.100.1, 203.0.113.5        | 203.0.113.5 0",
                "10.0.0.1, 203.0.113.5            | 203.0.113.5 0",
                "10.0.0.1, 203.0.113.5, 10.0.0.9  | 203.0.113.5 0",
                // All are proxies: the first of them asked by itself.
                "10.0.0.3, 10.0.0.9               | 10.0.0.3 0",
                // Whoever said nothing is the last that is known.
                "unknown                          | 10.0.0.7 4711",
                "203.0.113.5, unknown             | 10.0.0.7 4711",
                "203.0.113.5, x, 10.0.0.9         | 10.0.0.9 0",
                "evil.example                     | 10.0.0.7 4711",
                "203.0.113.5, 1                   | 10.0.0.7 4711",
                "203.0.113.5,                     | 10.0.0.7 4711",
                "[2001:db8::5                     | 10.0.0.7 4711",
                "203.0.113.256                    | 10.0.0.7 4711",
                "203.0.113.5:99999                | 203.0.113.5 0"
            })
    void theLastThatIsNoProxyIsTheClient(String said, String client) {
        assertThat(client(TrustedProxies.Field.X_FORWARDED_FOR, said)).isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "for=203.0.113.5                                       | 203.0.113.5 0",
                "For=\"203.0.113.5:80\";proto=https;by=10.0.0.9        | 203.0.113.5 80",
                "proto=http; for=\"[2001:db8::5]:1\"                   | 2001:db8:0:0:0:0:0:5 1",
                "for=203.0.113.5, for=10.0.0.9                         | 203.0.113.5 0",
                "for=198.51.100.1, for=203.0.113.5                     | 203.0.113.5 0",
                "for=_hidden, for=10.0.0.9                             | 10.0.0.9 0",
                "for=203.0.113.5;by=\"a,for=1.2.3.4\"                  | 203.0.113.5 0",
                "for=203.0.113.5:_port                                 | 203.0.113.5 0",
                "by=203.0.113.5                                        | 10.0.0.7 4711",
                "for=\"203.0.113.5                                     | 10.0.0.7 4711"
            })
    void forwardedIsReadLikewise(String said, String client) {
        assertThat(client(TrustedProxies.Field.FORWARDED, said)).isEqualTo(client);
    }

    /// A proxy adds to what the client sent, whatever that is. A quote that a client leaves open must not swallow what was added: it would be taken for
    /// the proxy, and be counted, or let in, as that.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "X_FORWARDED_FOR | \", 203.0.113.5                     | 203.0.113.5 0",
                "X_FORWARDED_FOR | \"198.51.100.1, 203.0.113.5, 10.0.0.9 | 203.0.113.5 0",
                "X_FORWARDED_FOR | x\"\\, 203.0.113.5                  | 203.0.113.5 0",
                "FORWARDED       | for=\", for=203.0.113.5             | 203.0.113.5 0",
                "FORWARDED       | \", for=\"[2001:db8::5]:1\"         | 2001:db8:0:0:0:0:0:5 1",
                "FORWARDED       | for=\"a\\, for=203.0.113.5;by=\"a,b\" | 203.0.113.5 0",
                "FORWARDED       | \", for=203.0.113.5, for=10.0.0.9   | 203.0.113.5 0",
                "FORWARDED       | for=\"\\, for=203.0.113.5            | 203.0.113.5 0"
            })
    void anOpenQuoteOfTheClientHidesNothingOfWhatProxiesAdded(
            TrustedProxies.Field field, String said, String client) {
        assertThat(client(field, said)).isEqualTo(client);
    }

    @Test
    void severalFieldsAreOneList() {
        assertThat(
                        client(
                                TrustedProxies.Field.X_FORWARDED_FOR,
                                "198.51.100.1",
                                "203.0.113.5, 10.0.0.8",
                                "10.0.0.9"))
                .isEqualTo("203.0.113.5 0");
        assertThat(client(TrustedProxies.Field.X_FORWARDED_FOR)).isEqualTo("10.0.0.7 4711");
    }

    @Test
    void whoIsNotTrustedIsNotBelieved() {
        InetSocketAddress stranger = new InetSocketAddress(InetAddress.ofLiteral("10.0.1.7"), 4711);
        List<String> said = List.of("203.0.113.5");
        assertThat(trusting(TrustedProxies.Field.X_FORWARDED_FOR).client(stranger, said))
                .isEqualTo(stranger);
        assertThat(TrustedProxies.none().client(PROXY, said)).isEqualTo(PROXY);
        assertThat(TrustedProxies.none().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3/8, 10.255.0.1, true",
        "10.1.2.3/8, 11.0.0.1, false",
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 10.1.2.4, false",
        "10.1.2.2/31, 10.1.2.3, true",
        "0.0.0.0/0, 203.0.113.5, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::1/128, ::1, true",
        "::ffff:10.0.0.7, 10.0.0.7, true"
    })
    void rangesHaveTheSameFirstBits(String range, String address, boolean trusted) {
        assertThat(
                        TrustedProxies.of(TrustedProxies.Field.X_FORWARDED_FOR, List.of(range))
                                .trusts(InetAddress.ofLiteral(address)))
                .isEqualTo(trusted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "proxy.example",
                "10.0.0",
                "10",
                "10.0.0.0/33",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "::1/129",
                "fe80::1%eth0",
                "10.0.0.7:80"
            })
    void whatIsNoAddressIsNotTaken(String text) {
        assertThatThrownBy(() ->
                        TrustedProxies.of(TrustedProxies.Field.X_FORWARDED_FOR, List.of(text)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
