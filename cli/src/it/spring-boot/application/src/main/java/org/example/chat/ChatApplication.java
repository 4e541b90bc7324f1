package org.example.chat;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Ends when its runner has ended. */
@SpringBootApplication
public class ChatApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(ChatApplication.class, arguments).close();
    }
}
