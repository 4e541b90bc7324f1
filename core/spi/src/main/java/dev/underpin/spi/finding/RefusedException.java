package dev.underpin.spi.finding;

import org.jspecify.annotations.Nullable;

/** Something is not done, and nothing was changed by trying. What a person needs to know stands in the finding. */
public class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Finding finding;

    public RefusedException(Finding finding) {
        super(finding.code() + ": " + finding.message() + " " + finding.remedy());
        this.finding = finding;
    }

    public RefusedException(Finding finding, @Nullable Throwable cause) {
        super(finding.code() + ": " + finding.message() + " " + finding.remedy(), cause);
        this.finding = finding;
    }

    public Finding finding() {
        return finding;
    }
}
