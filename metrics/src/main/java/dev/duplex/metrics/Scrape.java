package dev.duplex.metrics;

import dev.duplex.http.HttpExchange;
import dev.duplex.http.HttpHandler;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;

/// Writes what is in a registry: in OpenMetrics' text format for who asks for it, else in that of Prometheus. On a virtual thread for each request, for the JVM
/// takes its time to count open files.
final class Scrape implements HttpHandler {
    private static final System.Logger LOG = System.getLogger(Scrape.class.getName());

    /// How many may be written at a time; further ones get 503.
    static final int MAX_AT_A_TIME = 4;

    private final PrometheusRegistry registry;
    private final ExpositionFormatWriter plain = PrometheusTextFormatWriter.create();
    private final ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.create();
    private final Semaphore room = new Semaphore(MAX_AT_A_TIME);

    Scrape(PrometheusRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void handle(HttpExchange exchange) {
        switch (exchange.request().method()) {
            case "GET", "HEAD" -> {
                if (room.tryAcquire()) {
                    Thread.ofVirtual().name("duplex-metrics").start(() -> answer(exchange));
                } else {
                    refuse(exchange, 503, "As many ask for metrics as may at a time.\n");
                }
            }
            default -> exchange.status(405).header("Allow", "GET, HEAD").respond(new byte[0]);
        }
    }

    private void answer(HttpExchange exchange) {
        try {
            String accept = exchange.request().headers().first("Accept").orElse("");
            ExpositionFormatWriter writer = openMetrics.accepts(accept) ? openMetrics : plain;
            byte[] text = text(writer, EscapingScheme.fromAcceptHeader(accept));
            exchange.header("Content-Type", writer.getContentType())
                    .header("Cache-Control", "no-store")
                    .respond(text);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the metrics could not be written", e);
            refuse(exchange, 500, "The metrics could not be written; the log says why.\n");
        } finally {
            room.release();
        }
    }

    private byte[] text(ExpositionFormatWriter writer, EscapingScheme escaping) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 15);
        try {
            writer.write(out, registry.scrape(), escaping);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void refuse(HttpExchange exchange, int status, String why) {
        exchange.status(status)
                .header("Content-Type", "text/plain; charset=utf-8")
                .respond(why.getBytes(StandardCharsets.US_ASCII));
    }
}
