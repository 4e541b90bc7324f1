package dev.underpin.internal.compilation;

import dev.underpin.db.RowMapper;
import dev.underpin.db.Session;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Problem;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.PlacementStatements;
import dev.underpin.spi.dialect.PlacementStatements.Placed;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;

/**
 * Tables whose rows are on other servers: what the tool does to them here would not happen there, or otherwise. A step that names or locks one
 * is refused.
 */
public final class Placement {

    private static final String TRUE = "t";

    private final Session session;
    private final PlacementStatements statements;
    private final boolean possible;

    public Placement(Session session, Dialect dialect) {
        this.session = session;
        this.statements = dialect.statements(PlacementStatements.class);
        this.possible = TRUE.equals(session.query(statements.possible()).first());
    }

    public List<Problem> refuse(BoundStep<?, ?> step, List<QualifiedName> relations) {
        if (!possible || relations.isEmpty()) {
            return List.of();
        }
        return RowMapper.map(session.query(statements.elsewhere(relations)), Placed.class).stream()
                .map(placed -> Planner.problem(
                        step,
                        Finding.error(
                                EngineCodes.ROWS_ELSEWHERE,
                                QualifiedName.of(placed.schema(), placed.name()) + " is distributed by " + placed.by()
                                        + ": its rows are on other servers, which this step would not reach",
                                "Leave the table out of the plan.")))
                .toList();
    }
}
