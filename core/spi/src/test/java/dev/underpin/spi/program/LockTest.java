package dev.underpin.spi.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.spi.sql.QualifiedName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LockTest {

    private static final QualifiedName RELATION = QualifiedName.of("public", "t");

    @ParameterizedTest
    @EnumSource(LockMode.class)
    void everybodyQueuesBehindWhatBlocksWriters(LockMode mode) {
        assertThat(Lock.on(RELATION, mode).queueForming()).isEqualTo(mode.compareTo(LockMode.SHARE) >= 0);
    }

    @ParameterizedTest
    @EnumSource(LockMode.class)
    void whereNobodyCanWriteOnlyReadersQueue(LockMode mode) {
        assertThat(Lock.onUnwritable(RELATION, mode).queueForming()).isEqualTo(mode == LockMode.ACCESS_EXCLUSIVE);
    }

    @ParameterizedTest
    @EnumSource(LockMode.class)
    void nobodyQueuesForWhatNobodySees(LockMode mode) {
        assertThat(Lock.unseen(RELATION, mode).queueForming()).isFalse();
        assertThat(Lock.unseen(RELATION, mode).unseen()).isTrue();
    }
}
