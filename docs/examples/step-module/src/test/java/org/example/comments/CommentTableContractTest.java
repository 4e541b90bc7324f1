package org.example.comments;

import dev.underpin.testkit.contract.Scenario;
import dev.underpin.testkit.contract.StepContractTest;
import java.util.List;

class CommentTableContractTest extends StepContractTest {

    @Override
    protected List<Scenario> scenarios() {
        String plan = """
                apiVersion: underpin/v1
                plan: contract
                steps:
                  - id: comment
                    uses: comments.table
                    with: { table: "chat.\\"My Notes\\"", text: "It's what people said." }
                """;
        return List.of(
                Scenario.of("a table without a comment", """
                        CREATE SCHEMA chat;
                        CREATE TABLE chat."My Notes" (id int PRIMARY KEY);
                        INSERT INTO chat."My Notes" VALUES (1);
                        """, plan),
                Scenario.of("a table with another comment", """
                        CREATE SCHEMA chat;
                        CREATE TABLE chat."My Notes" (id int PRIMARY KEY);
                        COMMENT ON TABLE chat."My Notes" IS 'old';
                        """, plan));
    }
}
