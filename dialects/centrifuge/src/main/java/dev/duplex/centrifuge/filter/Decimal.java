package dev.duplex.centrifuge.filter;

/// Decimal numbers as text: a sign or none, digits, and perhaps a point and more digits. Compared as they stand, so that nothing is
/// allocated, rounded, or grown out of an exponent.
final class Decimal {
    private Decimal() {}

    static boolean isDecimal(String text) {
        int i = start(text);
        int point = -1;
        int digits = 0;
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' && point < 0 && digits > 0) {
                point = i;
            } else if (c >= '0' && c <= '9') {
                digits++;
            } else {
                return false;
            }
        }
        return digits > 0 && point != text.length() - 1;
    }

    /// @param a a decimal
    /// @param b a decimal
    /// @return below 0, 0, or above 0
    static int compare(String a, String b) {
        int signA = sign(a);
        int signB = sign(b);
        if (signA != signB) {
            return Integer.compare(signA, signB);
        }
        return signA == 0 ? 0 : signA * magnitudes(a, b);
    }

    private static int start(String text) {
        return !text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
    }

    /// @return 0 for all forms of zero
    private static int sign(String text) {
        for (int i = start(text); i < text.length(); i++) {
            if (text.charAt(i) > '0') {
                return text.charAt(0) == '-' ? -1 : 1;
            }
        }
        return 0;
    }

    private static int magnitudes(String a, String b) {
        int fromA = significant(a);
        int fromB = significant(b);
        int pointA = point(a);
        int pointB = point(b);
        int longer = Integer.compare(pointA - fromA, pointB - fromB);
        if (longer != 0) {
            return longer;
        }
        int whole = pointA - fromA;
        for (int i = 0; i < whole; i++) {
            int order = Character.compare(a.charAt(fromA + i), b.charAt(fromB + i));
            if (order != 0) {
                return order;
            }
        }
        int fraction = Math.max(a.length() - pointA, b.length() - pointB);
        for (int i = 1; i < fraction; i++) {
            int order = Character.compare(digit(a, pointA + i), digit(b, pointB + i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /// @return where the first digit of the whole part that is not 0 is, or its end
    private static int significant(String text) {
        int i = start(text);
        while (i < text.length() && text.charAt(i) == '0') {
            i++;
        }
        return i;
    }

    private static int point(String text) {
        int point = text.indexOf('.');
        return point < 0 ? text.length() : point;
    }

    private static char digit(String text, int index) {
        return index < text.length() ? text.charAt(index) : '0';
    }
}
