package dev.underpin.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ServerAddressTest {

    @Test
    void bothFormsOfUrlAreRead() {
        ServerAddress expected = new ServerAddress("db.example", 5433, "o'neil@x", "p:w/+ d", "main");
        assertThat(ServerAddress.parse("postgresql://o%27neil%40x:p%3Aw%2F+%20d@db.example:5433/main"))
                .isEqualTo(expected);
        assertThat(ServerAddress.parse(
                        "jdbc:postgresql://db.example:5433/main?user=o%27neil%40x&password=p%3Aw%2F%2B%20d"))
                .isEqualTo(expected);
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        ServerAddress address = new ServerAddress("localhost", 5432, "a b", "ü&=?#", "postgres");
        assertThat(ServerAddress.parse(address.url("postgres"))).isEqualTo(address);
        assertThat(ServerAddress.parse(address.jdbcUrl("postgres"))).isEqualTo(address);
    }

    @Test
    void thePasswordIsNotShown() {
        assertThat(ServerAddress.parse("postgresql://u:secret@h/d")).hasToString("u@h:5432");
    }

    @Test
    void anotherSchemeIsRefused() {
        assertThatThrownBy(() -> ServerAddress.parse("mysql://h/d")).isInstanceOf(IllegalArgumentException.class);
    }
}
