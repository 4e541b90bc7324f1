package dev.underpin.spi.server;

import java.util.Optional;
import java.util.Set;

/** What a server's refusals mean. */
public interface ErrorMeanings {

    /** All that it means; empty if there is something about the statement that only its author can put right. */
    Set<ErrorMeaning> of(ServerError error);

    /**
     * What a person can do about something that the server lacks or forbids: a sentence without its full stop. Empty if the message says
     * as much.
     */
    Optional<String> remedy(ServerError error);

    /**
     * A refusal in the server's words.
     *
     * @param sqlState five characters; empty if neither the server nor the driver gave any
     * @param message with detail and hint
     * @param routine the server's function that raised it, if it tells
     */
    record ServerError(String sqlState, String message, Optional<String> routine) {}
}
