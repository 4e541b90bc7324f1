package org.example.comments.audited;

/** What an auditor puts into a database: comments in the schema chat pass only if they are marked. */
final class AuditedDatabase {

    static final String SCRIPT = """
            CREATE SCHEMA chat;
            CREATE TABLE chat.notes (id int PRIMARY KEY);
            CREATE FUNCTION chat.audit() RETURNS event_trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF EXISTS (SELECT FROM pg_event_trigger_ddl_commands() WHERE object_identity LIKE 'chat.%')
                 AND position('/* audited */' IN current_query()) = 0 THEN
                RAISE 'only what is marked passes';
              END IF;
            END $$;
            CREATE EVENT TRIGGER audit ON ddl_command_end WHEN TAG IN ('COMMENT') EXECUTE FUNCTION chat.audit();
            """;

    static final String PLAN = """
            apiVersion: underpin/v1
            plan: contract
            steps:
              - id: comment
                uses: comments.table
                with: { table: chat.notes, text: What people noted. }
            """;

    private AuditedDatabase() {}
}
