package dev.underpin.indexing;

import dev.underpin.testkit.contract.Scenario;
import dev.underpin.testkit.contract.StepContractTest;
import java.util.List;

class CreateIndexContractTest extends StepContractTest {

    private static final String PLAN = """
            apiVersion: underpin/v1
            plan: contract
            steps:
              - id: index
                uses: indexing.create
                with:
                  table: public."Odd Goods"
                  name: odd_goods_by_kind
                  keys: [ { column: kind }, { column: made, order: desc } ]
                  include: [note]
                  where: kind > 1
            """;

    @Override
    protected List<Scenario> scenarios() {
        return List.of(Scenario.of("table", """
                        CREATE TABLE public."Odd Goods" (id bigint PRIMARY KEY, kind int NOT NULL, made date NOT NULL, note text);
                        INSERT INTO public."Odd Goods" SELECT i, i % 5, date '2026-01-01' + i % 50, 'n' FROM generate_series(1, 500) AS i;
                        """, PLAN), Scenario.of("tree", """
                        CREATE TABLE public."Odd Goods" (id bigint, kind int NOT NULL, made date NOT NULL, note text) PARTITION BY RANGE (made);
                        CREATE TABLE public.goods_1 PARTITION OF public."Odd Goods" FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
                        CREATE TABLE public.goods_2 PARTITION OF public."Odd Goods" FOR VALUES FROM ('2026-02-01') TO ('2026-03-01') PARTITION BY LIST (kind);
                        CREATE TABLE public.goods_2_a PARTITION OF public.goods_2 FOR VALUES IN (0, 1, 2);
                        CREATE TABLE public.goods_2_b PARTITION OF public.goods_2 DEFAULT;
                        INSERT INTO public."Odd Goods" SELECT i, i % 5, date '2026-01-01' + i % 50, 'n' FROM generate_series(1, 500) AS i;
                        """, PLAN));
    }
}
