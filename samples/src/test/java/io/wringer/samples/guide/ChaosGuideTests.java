package io.wringer.samples.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.wringer.chaos.Chaos;
import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.CustomFault;
import io.wringer.chaos.Fault;
import io.wringer.chaos.FaultedCall;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page on faults of the guide shows. */
class ChaosGuideTests {

    /** A service that is asked for prices. */
    interface Prices {
        int price(String article);
    }

    /** The real one. */
    static final class ListPrices implements Prices {
        @Override
        public int price(String article) {
            return article.length();
        }
    }

    /** Falls back to the last known price. */
    static final class Shop {
        private final Prices prices;
        private int lastKnown = 1;

        Shop(Prices prices) {
            this.prices = prices;
        }

        int offer(String article) {
            try {
                lastKnown = prices.price(article);
            } catch (IllegalStateException e) {
                return lastKnown;
            }
            return lastKnown;
        }
    }

    private static HttpServer server;

    @BeforeAll
    static void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write(new byte[] {'4', '2'});
            exchange.close();
        });
        server.start();
    }

    @AfterAll
    static void stopServer() {
        server.stop(0);
    }

    // tag::method[]
    @ChaosFault(
            fault = Fault.EXCEPTION,
            exception = IllegalStateException.class,
            type = Prices.class, // an interface means its implementations
            method = "price",
            nth = 2)
    @Test
    void offersTheLastKnownPrice() {
        Shop shop = new Shop(new ListPrices());
        assertThat(shop.offer("chair")).isEqualTo(5);
        assertThat(shop.offer("table lamp")).isEqualTo(5);
    }
    // end::method[]

    // tag::network[]
    @ChaosFault(fault = Fault.STALL, endpoint = "localhost")
    @Test
    void givesUpOnASilentServerAndComesBack(Chaos chaos) throws IOException {
        assertThatThrownBy(() -> get(300)).isInstanceOf(SocketTimeoutException.class);
        chaos.heal();
        assertThat(get(10_000)).isEqualTo("42");
    }
    // end::network[]

    private static String get(int readTimeout) throws IOException {
        URI uri = URI.create("http://localhost:" + server.getAddress().getPort() + "/");
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setReadTimeout(readTimeout);
        return new String(connection.getInputStream().readAllBytes());
    }

    // tag::disk[]
    @ChaosFault(fault = Fault.DISK_FULL)
    @Test
    void keepsTheOldSettingsWhenTheDiskIsFull(@TempDir Path directory) {
        Path settings = directory.resolve("settings");
        Path next = directory.resolve("settings.next");
        assertThatThrownBy(() -> {
                    Files.writeString(next, "new settings");
                    Files.move(next, settings, StandardCopyOption.ATOMIC_MOVE);
                })
                .hasMessage("No space left on device");
        assertThat(settings).doesNotExist();
    }
    // end::disk[]

    // tag::custom[]
    static final class Doubled implements CustomFault {
        @Override
        public void strike(FaultedCall call) {
            call.answer(2 * call.arguments().get(0).toString().length());
        }
    }

    @ChaosFault(fault = Fault.CUSTOM, custom = Doubled.class, at = "io.wringer.samples..Prices.price(String)")
    @Test
    void passesOnWhatItIsTold() {
        assertThat(new Shop(new ListPrices()).offer("chair")).isEqualTo(10);
    }
    // end::custom[]
}
