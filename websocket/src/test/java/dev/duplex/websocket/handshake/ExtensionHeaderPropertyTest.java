package dev.duplex.websocket.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duplex.websocket.handshake.Extension.Parameter;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ExtensionHeaderPropertyTest {
    @Property(tries = 200)
    void whatIsWrittenReadsTheSame(@ForAll("extensions") List<Extension> extensions) {
        String line =
                extensions.stream().map(ExtensionHeader::format).collect(Collectors.joining(", "));
        assertThat(ExtensionHeader.parse(List.of(line))).contains(extensions);
    }

    @Provide
    Arbitrary<List<Extension>> extensions() {
        Arbitrary<String> token =
                Arbitraries.strings()
                        .withChars("!#$%&'*+-.^_`|~09azAZ")
                        .ofMinLength(1)
                        .ofMaxLength(8);
        Arbitrary<Parameter> parameter =
                Combinators.combine(token, token.optional()).as(Parameter::new);
        return Combinators.combine(token, parameter.list().ofMaxSize(7))
                .as(Extension::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(8);
    }
}
