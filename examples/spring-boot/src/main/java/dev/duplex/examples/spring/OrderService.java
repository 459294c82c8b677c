package dev.duplex.examples.spring;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Service;

/// The orders, kept in memory; it tells their customers what becomes of them, and knows whose they are.
@Service
class OrderService {
    private final ConcurrentMap<String, Order> orders = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong();
    private final Publisher publisher;

    OrderService(Publisher publisher) {
        this.publisher = publisher;
    }

    Order place(String customer, String item) {
        String id = Long.toString(lastId.incrementAndGet());
        Order order = new Order(id, customer, item, Order.Status.PLACED);
        orders.put(id, order);
        publisher.publish("personal:" + customer, order);
        return order;
    }

    /// Publishes before the next change of the same order can be made: so they are told in the order in which they happened.
    Optional<Order> change(String id, Order.Status status) {
        return Optional.ofNullable(
                orders.computeIfPresent(
                        id,
                        (_, order) -> {
                            Order changed = order.withStatus(status);
                            publisher.publish("orders:" + id, changed);
                            return changed;
                        }));
    }

    /// Whether it is this user's order.
    boolean isCustomer(String id, String user) {
        Order order = orders.get(id);
        return order != null && order.customer().equals(user);
    }
}
