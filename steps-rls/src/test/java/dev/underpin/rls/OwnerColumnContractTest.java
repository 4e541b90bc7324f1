package dev.underpin.rls;

import dev.underpin.testkit.contract.Scenario;
import dev.underpin.testkit.contract.Scenario.Traits;
import dev.underpin.testkit.contract.StepContractTest;
import java.util.List;

class OwnerColumnContractTest extends StepContractTest {

    private static final String QUOTED = Chat.ROLES + """
            CREATE TABLE "Talks" ("Id" int PRIMARY KEY, "Who's" text NOT NULL);
            INSERT INTO "Talks" VALUES (1, 'ann'), (2, 'bob');
            CREATE TABLE "My Notes" (id int, "Talk" int REFERENCES "Talks", kind text);
            CREATE INDEX ON "My Notes" ("Talk");
            INSERT INTO "My Notes" SELECT n, 1 + n % 2, 'text' FROM generate_series(1, 20) AS n;
            GRANT SELECT, INSERT, UPDATE, DELETE ON "My Notes" TO authenticated;
            ALTER TABLE "My Notes" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
            CREATE POLICY "Who's; ""theirs""\" ON "My Notes" AS RESTRICTIVE FOR UPDATE TO authenticated, anon
              USING (kind IN ('text', 'image')) WITH CHECK (kind = 'text');
            COMMENT ON POLICY "Who's; ""theirs""\" ON "My Notes" IS 'It''s theirs -- $$';
            CREATE POLICY everybody ON "My Notes" USING (EXISTS (SELECT FROM "Talks" t WHERE t."Id" = "Talk" AND t."Who's" = auth.who()));
            COMMENT ON POLICY everybody ON "My Notes" IS 'Stays.';
            """;

    @Override
    protected List<Scenario> scenarios() {
        return List.of(
                Scenario.of("with policies that join", Conversations.SCHEMA, Conversations.PLAN),
                Scenario.of("quoted, forced, beside others", QUOTED, plan("""
                        table: '"My Notes"'
                        column: '"Owner"'
                        type: text
                        comment: It's whose it is.
                        backfill: { maintained: always, from: { parent: '"Talks"', by: ['"Talk"'], value: '"Who''s"' } }
                        exclusive: false
                        policies: [ { name: everybody, using: '"Owner" = auth.who()' } ]
                        """)).with(Traits.ALL.withoutDeaths()),
                Scenario.of("without policies", Conversations.SCHEMA, plan("""
                        table: messages
                        column: owner
                        type: uuid
                        backfill: { from: { parent: conversations, by: [conversation_id], value: auth_user_id } }
                        """)).with(Traits.ALL.withoutDeaths()));
    }

    private static String plan(String with) {
        return """
                apiVersion: underpin/v1
                plan: contract
                steps:
                  - id: owner
                    uses: rls.owner-column
                    with:
                """ + with.indent(6);
    }
}
