package dev.underpin.postgresql.catalog;

import dev.underpin.postgresql.catalog.GrantsReader.Grants;
import dev.underpin.spi.catalog.View;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Optional;
import org.jooq.impl.DSL;

/** Views and materialized views. */
final class ViewsReader {

    private static final String HEAD = """
            SELECT c.oid::int8 AS oid,
                   c.relkind::text AS kind,
                   pg_get_userbyid(c.relowner)::text AS owner,
                   pg_get_viewdef(c.oid) AS definition,
                   coalesce(c.reloptions, '{}') AS options,
                   coalesce(o.reloptions, '{}') AS toast_options,
                   m.amname::text AS access_method,
                   c.relispopulated AS populated,
                   s.spcname::text AS tablespace,
                   (SELECT x.extname::text
                      FROM pg_depend d
                      JOIN pg_extension x ON x.oid = d.refobjid
                     WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0
                       AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e') AS extension,
                   e.description AS comment
              FROM pg_class c
              JOIN pg_namespace n ON n.oid = c.relnamespace
              LEFT JOIN pg_am m ON m.oid = c.relam
              LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
              LEFT JOIN pg_class o ON o.oid = c.reltoastrelid
              LEFT JOIN pg_description e
                     ON e.classoid = 'pg_class'::regclass AND e.objoid = c.oid AND e.objsubid = 0
             WHERE n.nspname = {0} AND c.relname = {1} AND c.relkind IN ('v', 'm')
            """;

    private record Head(
            long oid,
            String kind,
            String owner,
            String definition,
            String[] options,
            String[] toastOptions,
            Optional<String> accessMethod,
            boolean populated,
            Optional<String> tablespace,
            Optional<String> extension,
            Optional<String> comment) {}

    private final Queries queries;

    ViewsReader(Queries queries) {
        this.queries = queries;
    }

    Optional<View> read(QualifiedName name) {
        return queries.atOneMoment(() -> queries.row(Head.class, HEAD, DSL.val(name.schema()), DSL.val(name.local()))
                .map(head -> view(name, head)));
    }

    private View view(QualifiedName name, Head head) {
        long oid = head.oid();
        List<Long> oids = List.of(oid);
        Grants grants = new GrantsReader(queries).read(oids);
        var options = Options.inOrder(head.options());
        Options.read(head.toastOptions(), "toast.", options);
        return new View(
                name,
                RelationKinds.of(head.kind()),
                head.owner(),
                head.definition(),
                options,
                head.accessMethod(),
                new ColumnsReader(queries).read(oids, grants).getOrDefault(oid, List.of()),
                new IndexesReader(queries).read(oids).getOrDefault(oid, List.of()),
                new TriggersReader(queries).read(oids).getOrDefault(oid, List.of()),
                new RulesReader(queries).read(oids).getOrDefault(oid, List.of()),
                new StatisticsReader(queries).read(oids).getOrDefault(oid, List.of()),
                grants.on(oid),
                head.comment(),
                new LabelsReader(queries).read(oids).getOrDefault(oid, List.of()),
                head.populated(),
                head.tablespace(),
                head.extension());
    }
}
