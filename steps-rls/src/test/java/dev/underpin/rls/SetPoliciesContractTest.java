package dev.underpin.rls;

import dev.underpin.testkit.contract.Scenario;
import dev.underpin.testkit.contract.Scenario.Traits;
import dev.underpin.testkit.contract.StepContractTest;
import java.util.List;

class SetPoliciesContractTest extends StepContractTest {

    private static final String EXISTING = """
            ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
            ALTER TABLE notes FORCE ROW LEVEL SECURITY;
            CREATE POLICY "Who's; ""theirs""\" ON notes AS RESTRICTIVE FOR UPDATE TO authenticated, anon
              USING (author = auth.who()) WITH CHECK (author = auth.who() AND kind IN ('text', 'image'));
            COMMENT ON POLICY "Who's; ""theirs""\" ON notes IS 'It''s theirs -- $$';
            CREATE POLICY everybody ON notes TO PUBLIC USING (EXISTS (SELECT FROM rooms r WHERE r.id = notes.room AND r.open));
            COMMENT ON POLICY everybody ON notes IS 'Open rooms.';
            CREATE POLICY untouched ON notes FOR SELECT USING (id IN (1, 2, 3));
            """;

    private static String plan(String with) {
        return """
                apiVersion: underpin/v1
                plan: contract
                steps:
                  - id: policies
                    uses: rls.policies
                    with:
                """ + with.indent(6);
    }

    @Override
    protected List<Scenario> scenarios() {
        return List.of(fromNothing(), overOthers(), closingPartitions(), copying(), inOtherWords());
    }

    private static Scenario fromNothing() {
        return Scenario.of("from nothing", Chat.PLAIN, plan("""
                table: notes
                policies:
                  - { name: own, roles: [authenticated], using: author = (SELECT auth.who()), comment: What one wrote. }
                  - { name: never images, command: insert, permissive: false, withCheck: "kind NOT IN ('image', 'film')" }
                  - { name: "odd \\"name\\"; --", command: select, roles: [anon], using: id < 5 }
                test:
                  - { as: { role: authenticated, claims: { sub: ann } }, sql: SELECT * FROM notes, expect: { rows: 20 } }
                  - { as: { role: authenticated, claims: { sub: ann } }, sql: "UPDATE notes SET author = 'bob'", expect: { denied: policy } }
                  - { as: { role: authenticated, claims: { sub: ann } }, sql: DELETE FROM notes WHERE author = 'bob', expect: { rows: 0 } }
                  - { as: { role: anon }, sql: SELECT * FROM notes, expect: { rows: 5 } }
                  - { as: { role: anon }, sql: DELETE FROM notes, expect: { denied: grant } }
                """));
    }

    private static Scenario overOthers() {
        return Scenario.of("over other policies", Chat.PLAIN + EXISTING, plan("""
                table: notes
                policies:
                  - name: 'Who''s; "theirs"'
                    command: update
                    permissive: false
                    roles: [authenticated]
                    using: author = auth.who()
                    comment: ""
                  - { name: everybody, using: room = 1, withCheck: room = 1 }
                """));
    }

    private static Scenario closingPartitions() {
        return Scenario.of("closing partitions", Chat.PARTITIONED + EXISTING + """
                CREATE POLICY stray ON notes_2024_02_text USING (true);
                ALTER TABLE notes_2024_02_text ENABLE ROW LEVEL SECURITY;
                """, plan("""
                table: notes
                maxHold: 2s
                policies: [ { name: own, using: author = auth.who() } ]
                test: [ { as: { role: authenticated, claims: { sub: ann } }, sql: SELECT * FROM notes_2024_02_text, expect: { empty: true } } ]
                """));
    }

    private static Scenario copying() {
        return Scenario.of("copying to partitions", Chat.PARTITIONED + EXISTING + """
                CREATE POLICY stray ON notes_2024_02_text USING (true);
                """, plan("""
                table: notes
                partitions: copy
                exclusive: false
                maxHold: 2s
                policies:
                  - { name: open, command: select, using: "EXISTS (SELECT FROM rooms WHERE rooms.id = notes.room AND notes.id = ANY (SELECT 7))" }
                """));
    }

    private static Scenario inOtherWords() {
        return Scenario.of("already there in other words", Chat.PLAIN + EXISTING, plan("""
                        table: notes
                        force: true
                        exclusive: false
                        policies:
                          - { name: untouched, command: select, using: "notes.id = ANY (ARRAY[1, 2, 3])" }
                          - { name: everybody, using: "EXISTS (SELECT FROM public.rooms AS r WHERE r.id = room AND r.open)" }
                        """))
                .with(Traits.ALL.withoutStructure());
    }
}
