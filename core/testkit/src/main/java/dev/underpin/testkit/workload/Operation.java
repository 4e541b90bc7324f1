package dev.underpin.testkit.workload;

import java.util.List;
import java.util.SplittableRandom;

/** What a writer does at one tick; the weight is out of the sum of all. */
public enum Operation {
    INSERT(26),
    UPDATE(24),
    /** To another month, and so to another partition. */
    MOVE(14),
    /** The row gets another id. */
    REKEY(8),
    DELETE(9),
    /** Deleted, and inserted again with the same id and other values. */
    REINSERT(9),
    /** Several of the above in one transaction that lasts 200 ms at least. */
    LONG_TRANSACTION(4),
    /** Some of the above, rolled back. */
    ABORT(6);

    private static final int SUM = 100;
    private static final List<Operation> SIMPLE = List.of(INSERT, UPDATE, MOVE, REKEY, DELETE, REINSERT);

    private final int weight;

    Operation(int weight) {
        this.weight = weight;
    }

    static Operation any(SplittableRandom random) {
        int left = random.nextInt(SUM);
        for (Operation operation : values()) {
            left -= operation.weight;
            if (left < 0) {
                return operation;
            }
        }
        return UPDATE;
    }

    /** Those that are a statement or two. */
    static List<Operation> simple() {
        return SIMPLE;
    }

    /** One that is a statement or two. */
    static Operation anySimple(SplittableRandom random) {
        return SIMPLE.get(random.nextInt(SIMPLE.size()));
    }
}
