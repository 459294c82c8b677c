package dev.duplex.examples.spring;

import dev.duplex.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.stereotype.Component;

/// Who is logged in, by the application's own session cookie: browsers send it to every port of the host. It is looked up where
/// the application keeps its sessions, so that it is worth here exactly what it is worth there.
@Component
class SessionUsers {
    private static final String COOKIE = "SESSION=";

    private final SessionRepository<? extends Session> sessions;

    SessionUsers(SessionRepository<? extends Session> sessions) {
        this.sessions = sessions;
    }

    /// The user that a request's session belongs to, if it has one and somebody is logged in. Blocks.
    Optional<String> user(Request request) {
        return request.headers().all("Cookie").stream()
                .flatMap(header -> Arrays.stream(header.split(";", -1)))
                .map(String::strip)
                .filter(cookie -> cookie.startsWith(COOKIE))
                .findFirst()
                .flatMap(cookie -> sessionId(cookie.substring(COOKIE.length())))
                .flatMap(id -> Optional.ofNullable(sessions.findById(id)))
                .flatMap(SessionUsers::user);
    }

    /// Spring Session writes its ids in Base64.
    private static Optional<String> sessionId(String cookie) {
        try {
            byte[] id = Base64.getDecoder().decode(cookie);
            return Optional.of(new String(id, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> user(Session session) {
        SecurityContext context =
                session.getAttribute(
                        HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY);
        return Optional.ofNullable(context)
                .map(SecurityContext::getAuthentication)
                .filter(Authentication::isAuthenticated)
                .map(Authentication::getName);
    }
}
