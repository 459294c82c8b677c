package dev.duplex.examples.spring;

import java.security.Principal;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// What customers and staff do by REST.
@RestController
class OrderController {
    private final OrderService orders;

    OrderController(OrderService orders) {
        this.orders = orders;
    }

    record Wish(String item) {}

    record Change(Order.Status status) {}

    @PostMapping("/orders")
    @ResponseStatus(HttpStatus.CREATED)
    Order place(@RequestBody Wish wish, Principal customer) {
        return orders.place(customer.getName(), wish.item());
    }

    /// For staff only, says [SecurityConfiguration].
    @PutMapping("/orders/{id}/status")
    ResponseEntity<Order> change(@PathVariable String id, @RequestBody Change change) {
        return ResponseEntity.of(orders.change(id, change.status()));
    }
}
