package io.wringer.extension.chaos.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.extension.chaos.parts.LocalWeb;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Name look-ups: half of the answers name a machine where the service is no more. */
class NamePairTests extends PairTests {

    private static LocalWeb web;

    @BeforeAll
    static void start() throws IOException {
        web = LocalWeb.answering("42");
    }

    @AfterAll
    static void stop() {
        web.close();
    }

    abstract static class PriceClient {

        abstract String price() throws IOException;

        final String ask(InetAddress address) throws IOException {
            URL url = new URL("http", address.getHostAddress(), web.port(), "/");
            return new String(url.openStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    abstract static class Shop {

        abstract PriceClient client() throws IOException;

        @Test
        @ChaosFault(fault = Fault.DNS, value = "127.0.0.77", probability = 0.5)
        void findsTheServiceAgain() throws IOException {
            for (int customer = 1; customer <= 10; customer++) {
                assertThat(client().price()).isEqualTo("42");
            }
        }
    }

    static class LookingUpOnce extends Shop {
        @Override
        PriceClient client() throws IOException {
            InetAddress address = InetAddress.getByName("localhost");
            return new PriceClient() {
                @Override
                String price() throws IOException {
                    for (int attempt = 1; ; attempt++) {
                        try {
                            return ask(address);
                        } catch (ConnectException e) {
                            if (attempt == 5) {
                                throw e;
                            }
                        }
                    }
                }
            };
        }
    }

    static class LookingUpAgain extends Shop {
        @Override
        PriceClient client() {
            return new PriceClient() {
                @Override
                String price() throws IOException {
                    for (int attempt = 1; ; attempt++) {
                        try {
                            return ask(InetAddress.getByName("localhost"));
                        } catch (ConnectException e) {
                            if (attempt == 30) {
                                throw e;
                            }
                        }
                    }
                }
            };
        }
    }

    @Override
    Class<?> broken() {
        return LookingUpOnce.class;
    }

    @Override
    Class<?> robust() {
        return LookingUpAgain.class;
    }

    @Override
    String failure() {
        return "Connection refused";
    }

    @Override
    String cause() {
        return "chaos: DNS at DNS fired (once|twice|[0-9]+ times)";
    }
}
