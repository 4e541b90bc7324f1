package dev.underpin.plan;

import dev.underpin.spi.finding.Code;
import dev.underpin.spi.finding.CodeCatalogue;
import java.util.Arrays;
import java.util.List;

/** Codes of what can be wrong with a plan's file and with plug-ins. */
public final class PlanCodes implements CodeCatalogue {

    @Override
    public List<Code> codes() {
        return Arrays.stream(ProblemCode.values()).map(ProblemCode::explained).toList();
    }
}
