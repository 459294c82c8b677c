package dev.duplex.verify.judge;

import java.util.List;

/// Looks for what a subscriber should have heard and did not.
final class Gaps {
    private final Hearing hearing;
    private final Findings findings;

    /// For each index, the latest time at which something heard until there was sent.
    private final long[] latestSent;

    /// For each index, the earliest time at which something heard from there on was known to be published.
    private final long[] earliestKnown;

    Gaps(Hearing hearing, Findings findings) {
        this.hearing = hearing;
        this.findings = findings;
        List<Published> heard = hearing.heard();
        latestSent = new long[heard.size()];
        earliestKnown = new long[heard.size()];
        long latest = Long.MIN_VALUE;
        for (int i = 0; i < heard.size(); i++) {
            latest = Math.max(latest, heard.get(i).sentAt());
            latestSent[i] = latest;
        }
        long earliest = Long.MAX_VALUE;
        for (int i = heard.size() - 1; i >= 0; i--) {
            earliest = Math.min(earliest, heard.get(i).knownAt());
            earliestKnown[i] = earliest;
        }
    }

    void find(Publications publications) {
        List<Stretch> stretches = hearing.stretches();
        for (int i = 0; i < stretches.size(); i++) {
            Stretch stretch = stretches.get(i);
            boolean last = i == stretches.size() - 1 && !stretch.isOver();
            find(publications, stretch, last);
        }
    }

    /// @param last whether everything up to the end of the run has to come in it
    private void find(Publications publications, Stretch stretch, boolean last) {
        long end = end(stretch, last);
        List<Published> existing = publications.existing();
        for (int i = publications.firstSentAfter(stretch.beganAt()); i < existing.size(); i++) {
            Published published = existing.get(i);
            if (published.sentAt() > end) {
                return;
            }
            if (hearing.has(published)) {
                continue;
            }
            int next = next(published, stretch);
            if (next < stretch.to()) {
                boolean recovered = stretch.isSeamBetween(previous(published, stretch), next);
                findings.add(recovered ? Breach.DISHONEST : Breach.LOST, published::toString);
            } else if (last) {
                findings.add(Breach.BEHIND, published::toString);
            }
        }
    }

    /// What was sent later than this can be missing in no place of the stretch.
    private long end(Stretch stretch, boolean last) {
        if (last) {
            return Long.MAX_VALUE;
        }
        return stretch.to() == stretch.from() ? Long.MIN_VALUE : latestSent[stretch.to() - 1];
    }

    /// The index of the first that was heard in the stretch and is behind the publication for sure; its end if there is none.
    private int next(Published published, Stretch stretch) {
        int low = stretch.from();
        int high = stretch.to();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (latestSent[middle] > published.knownAt()) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /// The index of the last that was heard in the stretch and is before the publication for sure; one less than its first if there is
    /// none.
    private int previous(Published published, Stretch stretch) {
        int low = stretch.from() - 1;
        int high = stretch.to() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (earliestKnown[middle] < published.sentAt()) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
