/// A shop: a Spring Boot application with a login of its own, which embeds Duplex to tell its customers at once what becomes of
/// their orders. Step by step in `docs/guide/spring.md`.
///
/// `DuplexServer` starts and stops with the application, `SessionAccess` lets in who is logged in and asks `OrderService` who may
/// do what, `Publisher` is what services publish by. The rest is an application as any other.
@NullMarked
package dev.duplex.examples.spring;

import org.jspecify.annotations.NullMarked;
