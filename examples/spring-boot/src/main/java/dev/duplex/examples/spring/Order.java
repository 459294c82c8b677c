package dev.duplex.examples.spring;

/// What somebody has ordered.
///
/// @param customer the user's name
record Order(String id, String customer, String item, Status status) {
    enum Status {
        PLACED,
        SHIPPED,
        DELIVERED
    }

    Order withStatus(Status changed) {
        return new Order(id, customer, item, changed);
    }
}
