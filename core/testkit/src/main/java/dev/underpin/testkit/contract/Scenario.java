package dev.underpin.testkit.contract;

import dev.underpin.testkit.TestDatabase;
import java.util.function.Consumer;

/**
 * A database and a plan for it.
 *
 * @param setUp makes what the plan works on
 * @param plan YAML; its id is {@code contract}
 * @param traits what this scenario is not able to, and why; the contract proves that too
 */
public record Scenario(String name, Consumer<TestDatabase> setUp, String plan, Traits traits) {

    /**
     * What a scenario promises beyond the protocol.
     *
     * @param predicts whether the catalog afterwards can be told beforehand
     * @param changesStructure whether applying it leaves a trace in the schema at all
     * @param diesEverywhere whether its runs die at each of their moments; not where another scenario of the same step
     *     type passes the same moments
     */
    public record Traits(boolean predicts, boolean changesStructure, boolean diesEverywhere) {

        public static final Traits ALL = new Traits(true, true, true);

        public Traits unpredictable() {
            return new Traits(false, changesStructure, diesEverywhere);
        }

        public Traits withoutDeaths() {
            return new Traits(predicts, changesStructure, false);
        }

        public Traits withoutStructure() {
            return new Traits(predicts, false, diesEverywhere);
        }
    }

    public static Scenario of(String name, String script, String plan) {
        return new Scenario(name, database -> database.execute(script), plan, Traits.ALL);
    }

    public Scenario with(Traits other) {
        return new Scenario(name, setUp, plan, other);
    }

    @Override
    public String toString() {
        return name;
    }
}
