package dev.duplex.examples.spring;

import dev.duplex.channels.ChannelOptions;
import dev.duplex.channels.Hub;
import dev.duplex.channels.Namespaces;
import dev.duplex.channels.Recovery;
import java.time.Duration;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Which channels there are. Each keeps what was published of late, so that who was offline for a moment misses nothing.
@Configuration(proxyBeanMethods = false)
class ChannelsConfiguration {
    private static final ChannelOptions KEPT =
            ChannelOptions.builder()
                    .history(100, Duration.ofHours(1))
                    .recovery(Recovery.STREAM)
                    .build();

    /// `orders:ID`, `notes:ID` and `personal:USER`. Spring closes the hub when the application ends.
    @Bean
    Hub hub() {
        return Hub.builder()
                .namespaces(Namespaces.of(Map.of("orders", KEPT, "notes", KEPT, "personal", KEPT)))
                .build();
    }
}
