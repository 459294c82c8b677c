package dev.duplex.app.config;

import dev.duplex.Hosts;
import dev.duplex.Limits;
import dev.duplex.Origins;
import dev.duplex.SockJsOptions;
import dev.duplex.Tls;
import dev.duplex.TransportKind;
import dev.duplex.TrustedProxies;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What `duplex serve` shall do: the settings, read and checked against each other.
///
/// @param dev whether this is the development mode
/// @param host the address to listen on; empty for all
/// @param port 0 lets the system choose
/// @param node what it is called among those that serve the same channels
/// @param origins which pages may connect to the services, apart from those that are for any page
/// @param hosts by which names it may be asked
/// @param proxies who is believed about for whom it asks
/// @param webSocket whether WebSocket is served
/// @param sockJs what all that is served by SockJS starts from
/// @param channels which there are, and for whom
/// @param api who may use the HTTP API
/// @param metrics whether there are metrics, and who may read them
/// @param shutdownDelay how long it goes on serving when it is told to end
/// @param shutdownWindow over how long clients are sent away then
/// @param shutdownTimeout how long connections may take to close
public record ServeOptions(
        boolean dev,
        String host,
        int port,
        String node,
        Optional<Tls> tls,
        TransportKind transport,
        int eventLoops,
        Limits limits,
        Origins origins,
        Hosts hosts,
        TrustedProxies proxies,
        boolean webSocket,
        SockJsOptions sockJs,
        boolean testServices,
        ServedChannels channels,
        ServedApi api,
        MetricsSettings metrics,
        Duration shutdownDelay,
        Duration shutdownWindow,
        Duration shutdownTimeout,
        ServeSettings.LogLevel logLevel,
        ServeSettings.LogFormat logFormat) {

    /// What the settings come to. Once for the same settings.
    ///
    /// @throws UserError all that is wrong with what was given: values that are not of their type, keys and variables that there
    ///     are not, and what contradicts itself
    public static ServeOptions of(Settings settings) throws UserError {
        boolean dev = settings.value(ServeSettings.DEV).orElse(false);
        boolean webSocket = settings.value(ServeSettings.WEBSOCKET).orElse(true);
        int port = settings.value(ServeSettings.PORT).orElse(ServeSettings.DEFAULT_PORT);
        ServeOptions options =
                new ServeOptions(
                        dev,
                        host(settings, dev),
                        port,
                        NodeName.of(settings, port),
                        tls(settings),
                        settings.value(ServeSettings.TRANSPORT).orElse(TransportKind.AUTO),
                        settings.value(ServeSettings.EVENT_LOOPS)
                                .orElse(Runtime.getRuntime().availableProcessors()),
                        LimitSetting.apply(LimitSettings.SERVER, settings, Limits.builder())
                                .build(),
                        origins(settings),
                        hosts(settings, dev),
                        proxies(settings),
                        webSocket,
                        SockJsSettings.options(settings, webSocket),
                        settings.value(ServeSettings.TEST_SERVICES).orElse(false),
                        ServedChannels.of(settings, dev),
                        ServedApi.of(settings, dev),
                        MetricsSettings.of(settings, dev),
                        settings.value(ServeSettings.SHUTDOWN_DELAY).orElse(Duration.ZERO),
                        settings.value(ServeSettings.SHUTDOWN_WINDOW).orElse(Duration.ZERO),
                        settings.value(ServeSettings.SHUTDOWN_TIMEOUT)
                                .orElse(Duration.ofSeconds(10)),
                        settings.value(ServeSettings.LOG_LEVEL).orElse(ServeSettings.LogLevel.INFO),
                        settings.value(ServeSettings.LOG_FORMAT)
                                .orElse(ServeSettings.LogFormat.TEXT));
        settings.problems().throwIfAny();
        return options;
    }

    /// In development mode the address is looked up here, once, so that what was checked is what is
    /// listened on.
    private static String host(Settings settings, boolean dev) {
        Optional<String> host = settings.value(ServeSettings.HOST);
        if (!dev) {
            return host.orElse("");
        }
        String wanted = host.orElse("127.0.0.1");
        String place = settings.place(ServeSettings.HOST);
        try {
            InetAddress address = InetAddress.getByName(wanted);
            if (address.isLoopbackAddress()) {
                return address.getHostAddress();
            }
            settings.problems()
                    .add(
                            place
                                    + ": "
                                    + wanted
                                    + " is not a loopback address, and development mode listens on"
                                    + " loopback only; leave the host out, or leave out --dev");
        } catch (UnknownHostException _) {
            settings.problems().add(place + ": there is no host " + wanted);
        }
        return wanted;
    }

    private static Optional<Tls> tls(Settings settings) {
        Optional<Path> cert = settings.value(ServeSettings.TLS_CERT);
        Optional<Path> key = settings.value(ServeSettings.TLS_KEY);
        Duration reload =
                settings.value(ServeSettings.TLS_RELOAD_INTERVAL).orElse(Duration.ofSeconds(10));
        if (cert.isPresent() && key.isPresent()) {
            readable(settings, ServeSettings.TLS_CERT, cert.get());
            readable(settings, ServeSettings.TLS_KEY, key.get());
            return Optional.of(new Tls(cert.get(), key.get(), reload));
        }
        if (key.isPresent() && settings.top().given(ServeSettings.TLS_CERT).isEmpty()) {
            settings.problems()
                    .add(
                            settings.place(ServeSettings.TLS_KEY)
                                    + " needs a certificate: give --tls-cert too");
        }
        if (cert.isPresent() && settings.top().given(ServeSettings.TLS_KEY).isEmpty()) {
            settings.problems()
                    .add(
                            settings.place(ServeSettings.TLS_CERT)
                                    + " needs its key: give --tls-key too");
        }
        return Optional.empty();
    }

    /// That a file which a setting names is there and may be read; if not, that is a problem.
    ///
    /// @return whether it may
    static boolean readable(Settings settings, Setting<Path> setting, Path file) {
        try {
            readable(settings.place(setting), file);
            return true;
        } catch (UserError unreadable) {
            settings.problems().add(unreadable);
            return false;
        }
    }

    /// That a file is there and may be read.
    private static void readable(String place, Path file) throws UserError {
        if (!Files.isRegularFile(file)) {
            throw UserError.runtime(place + ": there is no file " + file);
        }
        if (!Files.isReadable(file)) {
            throw UserError.runtime(place + ": may not read " + file);
        }
    }

    /// Whoever reaches a server that listens on loopback only is taken for somebody of this machine: a browser must not bring others along.
    private static Hosts hosts(Settings settings, boolean dev) {
        var listed = settings.value(ServeSettings.ALLOWED_HOSTS);
        if (listed.isEmpty()) {
            return dev ? Hosts.loopbackAnd() : Hosts.any();
        }
        return listed.get().contains("*")
                ? Hosts.any()
                : Hosts.loopbackAnd(listed.get().toArray(String[]::new));
    }

    private static TrustedProxies proxies(Settings settings) {
        return TrustedProxies.of(
                settings.value(ServeSettings.CLIENT_ADDRESS_FIELD)
                        .orElse(TrustedProxies.Field.X_FORWARDED_FOR),
                settings.value(ServeSettings.TRUSTED_PROXIES).orElse(List.of()));
    }

    private static Origins origins(Settings settings) {
        var listed = settings.value(ServeSettings.ALLOWED_ORIGINS);
        if (listed.isEmpty()) {
            return Origins.same();
        }
        return listed.get().contains("*")
                ? Origins.any()
                : Origins.of(listed.get().toArray(String[]::new));
    }
}
