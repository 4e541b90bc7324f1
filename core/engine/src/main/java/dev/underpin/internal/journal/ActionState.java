package dev.underpin.internal.journal;

/** What became of an action. */
public enum ActionState {
    PENDING,
    /** Begun; whether it took effect is for its probe or its checkpoint to say. */
    INTENT,
    APPLIED,
    /** It was there already, and not by us. */
    SKIPPED,
    ABANDONED,
    UNDONE;

    public boolean open() {
        return this == PENDING || this == INTENT;
    }
}
