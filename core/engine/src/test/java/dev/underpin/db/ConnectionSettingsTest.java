package dev.underpin.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

class ConnectionSettingsTest {

    @TempDir
    Path home;

    private ConnectionSettings of(String url, Map<String, String> variables) {
        return ConnectionSettings.resolve(
                url.isEmpty() ? Optional.empty() : Optional.of(url), new ClientEnvironment(variables, home, "osuser"));
    }

    private ConnectionSettings of(String url) {
        return of(url, Map.of());
    }

    private static PGSimpleDataSource driver(ConnectionSettings settings) {
        return (PGSimpleDataSource) settings.dataSource();
    }

    private static String property(ConnectionSettings settings, String name) {
        try {
            return driver(settings).getProperty(name);
        } catch (java.sql.SQLException unknown) {
            throw new AssertionError(unknown);
        }
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String code) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.outcome()).isEqualTo(Outcome.USAGE);
            assertThat(failure.problems()).singleElement().satisfies(problem -> {
                assertThat(problem.finding().code()).isEqualTo(code);
                assertThat(problem.finding().remedy()).matches("(?s).+[.?]");
            });
        });
    }

    @Nested
    class Urls {

        @ParameterizedTest
        @CsvSource(quoteCharacter = '"', textBlock = """
                # url                                                  , host         , port , database, user  , password
                postgresql://app:pw@db1:6543/chat                      , db1          , 6543 , chat    , app   , pw
                postgres://app@db1/chat                                , db1          , 5432 , chat    , app   , ""
                postgresql://                                          , localhost    , 5432 , osuser  , osuser, ""
                postgresql:///chat                                     , localhost    , 5432 , chat    , osuser, ""
                postgresql://app@                                      , localhost    , 5432 , app     , app   , ""
                postgresql://db1                                       , db1          , 5432 , osuser  , osuser, ""
                postgresql://:6543/chat                                , localhost    , 6543 , chat    , osuser, ""
                postgresql://app:p%40ss%2Fw%3Ard%25@db1/chat           , db1          , 5432 , chat    , app   , p@ss/w:rd%
                postgresql://app:p@ss@db1/chat                         , db1          , 5432 , chat    , app   , p@ss
                postgresql://app:a:b@db1/chat                          , db1          , 5432 , chat    , app   , a:b
                postgresql://m%C3%BCller:gr%C3%BCn@db1/f%C3%BCr%20alle , db1          , 5432 , für alle, müller, grün
                postgresql://app:a+b@db1/chat                          , db1          , 5432 , chat    , app   , a+b
                postgresql://[::1]:6543/chat                           , ::1          , 6543 , chat    , osuser, ""
                postgresql://[2001:db8::7]/chat                        , 2001:db8::7  , 5432 , chat    , osuser, ""
                postgresql://db1/chat?user=app&password=s%26t          , db1          , 5432 , chat    , app   , s&t
                postgresql:///?host=db1&port=7&dbname=chat             , db1          , 7    , chat    , osuser, ""
                postgresql:///chat?host=db1&hostaddr=10.0.0.7          , 10.0.0.7     , 5432 , chat    , osuser, ""
                jdbc:postgresql://db1:6543/chat?user=app&password=pw   , db1          , 6543 , chat    , app   , pw
                jdbc:postgresql://db1/                                 , db1          , 5432 , osuser  , osuser, ""
                jdbc:postgresql:chat                                   , localhost    , 5432 , chat    , osuser, ""
                jdbc:postgresql:/                                      , localhost    , 5432 , osuser  , osuser, ""
                jdbc:postgresql://app:pw@db1/chat                      , db1          , 5432 , chat    , app   , pw
                """)
        void areTakenApart(String url, String host, int port, String database, String user, String password) {
            ConnectionSettings settings = of(url);
            assertThat(settings.host()).isEqualTo(host);
            assertThat(settings.port()).isEqualTo(port);
            assertThat(settings.database()).isEqualTo(database);
            assertThat(settings.user()).isEqualTo(user);
            assertThat(driver(settings).getPassword()).isEqualTo(password);
        }

        @Test
        void nameSeveralHostsForTheDriver() {
            ConnectionSettings settings =
                    of("postgresql://app@db1:6001,db2,[::1]:6003/chat?target_session_attrs=read-write");
            assertThat(driver(settings).getServerNames()).containsExactly("db1", "db2", "::1");
            assertThat(driver(settings).getPortNumbers()).containsExactly(6001, 5432, 6003);
            assertThat(property(settings, "targetServerType")).isEqualTo("primary");
            assertThat(settings.host()).isEqualTo("db1,db2,::1");
            assertThat(settings.description()).isEqualTo("chat on db1:6001,db2:5432,[::1]:6003 as app");
        }

        @Test
        void takeOnePortForAllHosts() {
            assertThat(driver(of("postgresql://db1,db2/chat?port=6001")).getPortNumbers())
                    .containsExactly(6001, 6001);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "mysql://db1/chat",
                    "db1",
                    "host=db1 dbname=chat",
                    "postgresql:chat",
                    "postgresql://db1:port/chat",
                    "postgresql://db1:0/chat",
                    "postgresql://db1:65536/chat",
                    "postgresql://db1:-1/chat",
                    "postgresql://[::1/chat",
                    "postgresql://[::1]7/chat",
                    "postgresql://app:10%@db1/chat",
                    "postgresql://app:10%4@db1/chat",
                    "postgresql://app:%zz@db1/chat",
                    "postgresql://app:%00@db1/chat",
                    "postgresql://app:%ff@db1/chat",
                    "postgresql://db1/chat?sslmode",
                    "postgresql://db1/chat?ssl=yes",
                })
        void areRefusedWhenMalformed(String url) {
            refused(() -> of(url), "E8201");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "postgresql://app:Sesam1@db1:x/chat",
                    "postgresql://app:Sesam1/x@db1/chat",
                    "postgresql://app:Sesam1%zz@db1/chat",
                    "postgresql://db1/chat?Sesam1=1",
                    "postgresql://db1/chat?password=Sesam1&port=x",
                    "postgresql://app:x?Sesam1=@db1/chat",
                    "Sesam1",
                })
        void areNotRepeatedInErrors(String url) {
            assertThatThrownBy(() -> of(url))
                    .isInstanceOfSatisfying(
                            Failure.class,
                            failure -> assertThat(failure.problems().toString()).doesNotContain("Sesam1"));
        }

        @Test
        void suggestTheParameterThatWasMeant() {
            assertThatThrownBy(() -> of("postgresql://db1/chat?ssl_mode=require"))
                    .isInstanceOfSatisfying(
                            Failure.class,
                            failure -> assertThat(failure.problems())
                                    .singleElement()
                                    .satisfies(problem -> {
                                        assertThat(problem.finding().code()).isEqualTo("E8202");
                                        assertThat(problem.finding().message()).endsWith("ssl_mode");
                                        assertThat(problem.finding().remedy()).isEqualTo("Did you mean sslmode?");
                                    }));
            refused(() -> of("jdbc:postgresql://db1/chat?connectTimeuot=3"), "E8202");
            refused(() -> of("jdbc:postgresql://db1/chat?target_session_attrs=any"), "E8202");
        }

        @Test
        void ofJdbcReachTheDriverWithTheirOwnProperties() {
            ConnectionSettings settings = of(
                    "jdbc:postgresql://db1/chat?ApplicationName=loader&connectTimeout=5&targetServerType=preferPrimary&maxResultBuffer=10M",
                    Map.of("PGTARGETSESSIONATTRS", "standby", "PGAPPNAME", "other"));
            assertThat(property(settings, "ApplicationName")).isEqualTo("loader");
            assertThat(property(settings, "connectTimeout")).isEqualTo("5");
            assertThat(property(settings, "targetServerType")).isEqualTo("preferPrimary");
            assertThat(property(settings, "maxResultBuffer")).isEqualTo("10M");
        }

        @Test
        void askForEncryptionInTwoWays() {
            assertThat(property(of("postgresql://db1/chat?ssl=true"), "sslmode"))
                    .isEqualTo("require");
            assertThat(property(of("jdbc:postgresql://db1/chat?ssl=true"), "sslmode"))
                    .isEqualTo("verify-full");
            assertThat(property(of("postgresql://db1/chat?sslrootcert=system"), "sslmode"))
                    .isEqualTo("verify-full");
        }
    }

    @Nested
    class Variables {

        @Test
        void giveWhatTheUrlLeavesOpen() {
            Map<String, String> variables = Map.of(
                    "PGHOST", "db9", "PGPORT", "7000", "PGUSER", "app", "PGPASSWORD", "pw", "PGDATABASE", "chat");
            assertThat(of("", variables).description()).isEqualTo("chat on db9:7000 as app");
            assertThat(of("postgresql://db1/other", variables).description()).isEqualTo("other on db1:7000 as app");
            assertThat(driver(of("postgresql://db1", variables)).getPassword()).isEqualTo("pw");
        }

        @Test
        void defaultAsPsqlDoes() {
            ConnectionSettings settings = of("");
            assertThat(settings.description()).isEqualTo("osuser on localhost:5432 as osuser");
            assertThat(of("", Map.of("PGUSER", "app")).database()).isEqualTo("app");
            assertThat(of("", Map.of("PGHOST", "", "PGPORT", "")).description())
                    .isEqualTo("osuser on localhost:5432 as osuser");
        }

        @Test
        void reachTheDriver() {
            ConnectionSettings settings = of(
                    "",
                    Map.of(
                            "PGSSLMODE", "verify-full",
                            "PGSSLROOTCERT", "/etc/ca.pem",
                            "PGSSLCERT", "/etc/me.pem",
                            "PGSSLKEY", "/etc/me.key",
                            "PGAPPNAME", "deploy",
                            "PGCONNECT_TIMEOUT", "1",
                            "PGOPTIONS", "-c role=owner",
                            "PGCHANNELBINDING", "require"));
            assertThat(property(settings, "sslmode")).isEqualTo("verify-full");
            assertThat(property(settings, "sslrootcert")).isEqualTo("/etc/ca.pem");
            assertThat(property(settings, "sslcert")).isEqualTo("/etc/me.pem");
            assertThat(property(settings, "sslkey")).isEqualTo("/etc/me.key");
            assertThat(property(settings, "ApplicationName")).isEqualTo("deploy");
            assertThat(property(settings, "connectTimeout")).isEqualTo("2");
            assertThat(property(settings, "options")).isEqualTo("-c role=owner");
            assertThat(property(settings, "channelBinding")).isEqualTo("require");
        }

        @Test
        void leaveASafeDefault() {
            ConnectionSettings settings = of("");
            assertThat(property(settings, "ApplicationName")).isEqualTo("underpin");
            assertThat(property(settings, "tcpKeepAlive")).isEqualTo("true");
            assertThat(property(settings, "connectTimeout")).isEqualTo("10");
            assertThat(property(settings, "loginTimeout")).isEqualTo("30");
            assertThat(property(of("", Map.of("PGCONNECT_TIMEOUT", "0")), "loginTimeout"))
                    .isEqualTo("0");
        }

        @ParameterizedTest
        @CsvSource({
            "PGPORT, x, E8203",
            "PGPORT, '1,2', E8203",
            "PGSSLMODE, tls, E8203",
            "PGCONNECT_TIMEOUT, 10s, E8203",
            "PGTARGETSESSIONATTRS, master, E8203",
            "PGLOADBALANCEHOSTS, yes, E8203",
            "PGHOST, /var/run/postgresql, E8205",
            "PGHOST, @abstract, E8205",
            "PGSERVICE, nowhere, E8204",
            "PGSSLCRL, /etc/crl.pem, E8207",
            "PGREQUIREPEER, postgres, E8207",
        })
        void areRefusedWhenTheyCannotBeHonoured(String name, String value, String code) {
            refused(() -> of("", Map.of(name, value)), code);
        }

        @Test
        void thatAskForNothingVitalAreAccepted() {
            assertThat(of("", Map.of("PGCLIENTENCODING", "LATIN1", "PGSSLSNI", "1"))
                            .host())
                    .isEqualTo("localhost");
        }
    }

    @Nested
    class Services {

        private Path services(String text) throws IOException {
            return Files.writeString(home.resolve(".pg_service.conf"), text);
        }

        @Test
        void standBetweenTheUrlAndTheVariables() throws IOException {
            services("""
                    # comment
                    [other]
                    host=nowhere

                    [chat]
                    host=db3
                    port=6000
                    user=app
                    dbname=chat
                    sslmode=require
                    [late]
                    host=nowhere
                    """);
            Map<String, String> variables = Map.of("PGSERVICE", "chat", "PGUSER", "somebody", "PGPORT", "1");
            assertThat(of("", variables).description()).isEqualTo("chat on db3:6000 as app");
            assertThat(property(of("", variables), "sslmode")).isEqualTo("require");
            assertThat(of("postgresql://me@/?service=chat", Map.of("PGPORT", "1"))
                            .description())
                    .isEqualTo("chat on db3:6000 as me");
        }

        @Test
        void areFoundWhereTheVariablesSay() throws IOException {
            Path file = Files.writeString(home.resolve("mine.conf"), "[a]\nhost=db4\n");
            Files.createDirectory(home.resolve("sysconf"));
            Files.writeString(home.resolve("sysconf/pg_service.conf"), "[b]\nhost=db5\n");
            assertThat(of("", Map.of("PGSERVICE", "a", "PGSERVICEFILE", file.toString()))
                            .host())
                    .isEqualTo("db4");
            assertThat(of(
                                    "",
                                    Map.of(
                                            "PGSERVICE",
                                            "b",
                                            "PGSYSCONFDIR",
                                            home.resolve("sysconf").toString()))
                            .host())
                    .isEqualTo("db5");
        }

        @Test
        void areRefusedWithTheLineThatIsWrong() throws IOException {
            services("[a]\nhost=db1\nhots=db2\n");
            assertThatThrownBy(() -> of("", Map.of("PGSERVICE", "a")))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining(".pg_service.conf:3");
            services("[a]\nservice=b\n");
            refused(() -> of("", Map.of("PGSERVICE", "a")), "E8204");
        }
    }

    @Nested
    class PasswordFiles {

        private Path passwords(String text, String mode) throws IOException {
            Path file = Files.writeString(home.resolve(".pgpass"), text);
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        }

        private String passwordFor(String url) {
            return driver(of(url)).getPassword();
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                db1:5432:chat:app:first                | first
                db1:*:*:*:second                       | second
                *:*:*:app:third                        | third
                db2:5432:chat:app:no                   | ''
                db1:5433:chat:app:no                   | ''
                db1:5432:cha:app:no                    | ''
                db1:5432:chats:app:no                  | ''
                #db1:5432:chat:app:no                  | ''
                db1:5432:chat                          | ''
                db1:5432:chat:app:a\\:b\\\\c           | a:b\\c
                db1:5432:chat:app:upto:colon           | upto
                d\\b1:5432:chat:app:escaped            | escaped
                """)
        void areMatchedFieldByField(String line, String password) throws IOException {
            passwords(line + "\n", "rw-------");
            assertThat(passwordFor("postgresql://app@db1/chat")).isEqualTo(password);
        }

        @Test
        void countFromTheFirstMatch() throws IOException {
            passwords("db1:*:chat:app:one\ndb1:*:*:*:two\n", "rw-------");
            assertThat(passwordFor("postgresql://app@db1/chat")).isEqualTo("one");
            assertThat(passwordFor("postgresql://app@db1/other")).isEqualTo("two");
        }

        @Test
        void matchAnIpv6AddressWrittenWithEscapes() throws IOException {
            passwords("\\:\\:1:5432:chat:app:six\n", "rw-------");
            assertThat(passwordFor("postgresql://app@[::1]/chat")).isEqualTo("six");
        }

        @Test
        void knowTheHostByItsNameNotByItsAddress() throws IOException {
            passwords("db1:*:*:*:named\n", "rw-------");
            assertThat(passwordFor("postgresql://app@db1/chat?hostaddr=10.0.0.7"))
                    .isEqualTo("named");
        }

        @Test
        void yieldToAnExplicitPassword() throws IOException {
            passwords("*:*:*:*:filed\n", "rw-------");
            assertThat(passwordFor("postgresql://app:given@db1/chat")).isEqualTo("given");
            assertThat(driver(of("postgresql://app@db1/chat", Map.of("PGPASSWORD", "var")))
                            .getPassword())
                    .isEqualTo("var");
        }

        @ParameterizedTest
        @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-"})
        void areIgnoredWithAWarningWhenOthersHaveAccess(String mode) throws IOException {
            passwords("*:*:*:*:pw\n", mode);
            ConnectionSettings settings = of("postgresql://app@db1/chat");
            assertThat(driver(settings).getPassword()).isEmpty();
            assertThat(settings.warnings()).singleElement().asString().contains("0600");
        }

        @Test
        void areIgnoredWithAWarningWhenNotPlain() throws IOException {
            Files.createDirectory(home.resolve(".pgpass"));
            assertThat(of("postgresql://app@db1/chat").warnings())
                    .singleElement()
                    .asString()
                    .contains("not a plain file");
        }

        @Test
        void areFoundWhereTheVariableSays() throws IOException {
            Path file = Files.setPosixFilePermissions(
                    Files.writeString(home.resolve("elsewhere"), "*:*:*:*:moved\n"),
                    PosixFilePermissions.fromString("rw-------"));
            assertThat(driver(of("postgresql://db1", Map.of("PGPASSFILE", file.toString())))
                            .getPassword())
                    .isEqualTo("moved");
        }
    }

    @Nested
    class Secrets {

        @Test
        void appearInNoText() {
            ConnectionSettings settings = of("postgresql://app:Sesam1@db1/chat?sslpassword=Mellon2");
            assertThat(settings + settings.description()).doesNotContain("Sesam1", "Mellon2");
            assertThat(settings.redact("tried Sesam1 with Mellon2")).isEqualTo("tried *** with ***");
        }
    }
}
