package dev.duplex.bench;

import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads the names of peers, and says which there are.
final class PeerName implements ITypeConverter<Peer> {
    @Override
    public Peer convert(String name) {
        return Peer.of(name)
                .orElseThrow(() ->
                        new TypeConversionException(
                                "there is no '%s'; there are %s".formatted(name, all())));
    }

    static String all() {
        return Arrays.stream(Peer.values()).map(Peer::option).collect(Collectors.joining(", "));
    }
}
