package org.example.chat;

import dev.underpin.Underpin;
import dev.underpin.plan.Plan;
import dev.underpin.report.Outcome;
import dev.underpin.report.RunReport;
import java.nio.file.Path;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Applies a plan when the application starts, and takes it back, with the application's own pool. */
@Component
public class Conversion implements ApplicationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(Conversion.class);

    private final DataSource pool;
    private final Messages messages;
    private final Path file;

    public Conversion(DataSource pool, Messages messages, @Value("${chat.plan}") Path file) {
        this.pool = pool;
        this.messages = messages;
        this.file = file;
    }

    @Override
    public void run(ApplicationArguments arguments) throws Exception {
        LOG.info("pool {}", pool.getClass().getName());
        Plan plan = Plan.read(file);
        try (Underpin underpin = Underpin.builder().dataSource(pool).build()) {
            messages.talk("before");
            done(underpin.apply(plan));
            messages.talk("applied");
            messages.keep("written after the conversion");
            LOG.info("applied to {} tables", messages.tables());
            done(underpin.verify(plan));
            done(underpin.rollback(plan.id(), Optional.empty()));
            messages.talk("rolled back");
            LOG.info("rolled back to {} table", messages.tables());
        }
    }

    private static void done(RunReport report) {
        if (report.outcome() != Outcome.DONE) {
            throw new IllegalStateException(report.command() + " ended " + report.outcome() + ": " + report.findings());
        }
        LOG.info("{} done on {}", report.command(), report.target().orElseThrow());
    }
}
