package dev.duplex.app.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// How far two words are apart, to guess what was meant by one that there is not.
final class Spelling {
    private Spelling() {}

    /// The word that was meant: the one that is most like it, if it is near enough to be mistaken for it. At most
    /// a third of the letters differ, or two if the word is short.
    static Optional<String> nearest(String word, Collection<String> known) {
        return known.stream()
                .filter(it -> distance(it, word) <= Math.max(2, word.length() / 3))
                .min(Comparator.comparingInt(it -> distance(it, word)));
    }

    /// `; did you mean …?`, or `otherwise` if nothing is near.
    static String didYouMean(Optional<String> nearest, String otherwise) {
        return nearest.map(it -> "; did you mean " + it + "?").orElse(otherwise);
    }

    /// How many letters have to be put in, left out, changed, or changed with their neighbour, to make one
    /// word the other: the optimal string alignment distance.
    static int distance(String a, String b) {
        int[] earlier = new int[b.length() + 1];
        int[] above = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] free = earlier;
            earlier = above;
            above = row;
            row = free;
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                row[j] =
                        Math.min(above[j - 1] + (same ? 0 : 1), Math.min(row[j - 1], above[j]) + 1);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], earlier[j - 2] + 1);
                }
            }
        }
        return row[b.length()];
    }
}
