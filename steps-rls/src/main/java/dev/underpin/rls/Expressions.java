package dev.underpin.rls;

import dev.underpin.spi.InvalidConfig;
import dev.underpin.spi.SqlText;
import dev.underpin.spi.SqlToken;
import dev.underpin.spi.catalog.Policy;
import java.util.Optional;

/** Which expressions a policy can have; each must be one expression, for it is put between parentheses. */
final class Expressions {

    private Expressions() {}

    /**
     * @throws InvalidConfig if the command and the expressions do not go together
     */
    static void require(String name, Policy.Command command, Optional<SqlText> using, Optional<SqlText> withCheck) {
        if (using.isEmpty() && withCheck.isEmpty()) {
            throw new InvalidConfig(
                    "",
                    "policy " + name + " has no expression, so it lets nothing through",
                    "Give it using or withCheck; true lets everything through.");
        }
        if (using.isPresent() && command == Policy.Command.INSERT) {
            throw new InvalidConfig(
                    "using", "policy " + name + " is for inserts, which see no rows", "Use withCheck instead.");
        }
        if (withCheck.isPresent() && (command == Policy.Command.SELECT || command == Policy.Command.DELETE)) {
            throw new InvalidConfig(
                    "withCheck", "policy " + name + " is for a command that writes no new rows", "Use using instead.");
        }
        using.ifPresent(expression -> requireOne("using", name, expression));
        withCheck.ifPresent(expression -> requireOne("withCheck", name, expression));
    }

    private static void requireOne(String component, String name, SqlText expression) {
        int depth = 0;
        for (SqlToken token : SqlToken.of(expression.text())) {
            String sign = token.kind() == SqlToken.Kind.SIGN ? token.in(expression.text()) : "";
            depth += sign.equals("(") ? 1 : sign.equals(")") ? -1 : 0;
            if (depth < 0 || sign.equals(";")) {
                throw new InvalidConfig(
                        component,
                        "policy " + name + ": \"" + sign + "\" ends the expression early",
                        "Write one expression, without a semicolon and with balanced parentheses.");
            }
        }
        if (depth > 0) {
            throw new InvalidConfig(
                    component, "policy " + name + ": a parenthesis is never closed", "Close it, or take it away.");
        }
    }
}
