package dev.underpin.internal.compilation;

import dev.underpin.db.SqlFailure;

/** Something could not be asked of the server; that says nothing about what was asked. */
final class UnansweredQuestion extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient SqlFailure failure;

    UnansweredQuestion(SqlFailure failure) {
        super(failure.serverMessage(), failure);
        this.failure = failure;
    }

    SqlFailure failure() {
        return failure;
    }
}
