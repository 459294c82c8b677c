package dev.duplex.examples.spring;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/// The application's login: a form, a session, and who may change orders. Duplex needs nothing of it but the session.
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
    @Bean
    SecurityFilterChain security(HttpSecurity http) {
        return http.authorizeHttpRequests(requests ->
                        requests.requestMatchers(HttpMethod.PUT, "/orders/*/status")
                                .hasRole("STAFF")
                                .anyRequest()
                                .authenticated())
                .formLogin(Customizer.withDefaults())
                .csrf(CsrfConfigurer::spa)
                .build();
    }

    /// Three who may log in, each by its name as the password: this is an example.
    @Bean
    UserDetailsService users() {
        return new InMemoryUserDetailsManager(
                User.withUsername("ann").password("{noop}ann").roles("CUSTOMER").build(),
                User.withUsername("bob").password("{noop}bob").roles("CUSTOMER").build(),
                User.withUsername("shop").password("{noop}shop").roles("STAFF").build());
    }
}
