package dev.duplex.app.services;

import dev.duplex.api.Api;
import dev.duplex.api.ApiObserver;
import dev.duplex.api.ApiOptions;
import dev.duplex.api.ProgramMethod;
import dev.duplex.app.config.ServedApi;
import dev.duplex.channels.Hub;
import java.util.Map;

/// The HTTP API for the servers of an application.
public final class HttpApi {
    /// Where it is.
    public static final String PATH = "/api";

    private HttpApi() {}

    /// Serves it.
    ///
    /// @param served its keys and limits
    /// @param methods of the program's own, by their names
    /// @param observer hears of its requests
    public static void mount(
            Routes routes,
            Hub hub,
            ServedApi served,
            Map<String, ProgramMethod> methods,
            ApiObserver observer) {
        ApiOptions.Builder options = served.limits().options().observer(observer);
        served.keys().forEach(options::key);
        methods.forEach(options::method);
        Api api = new Api(hub, options.build());
        routes.http(PATH, api);
        routes.http(PATH + "/*", api);
    }
}
