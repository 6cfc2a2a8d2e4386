package io.wringer.extension.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.wringer.chaos.ChaosFault;
import io.wringer.chaos.Fault;
import io.wringer.chaos.FaultPoint;
import io.wringer.chaos.FaultyLink;
import io.wringer.chaos.Link;
import io.wringer.extension.chaos.parts.LocalWeb;
import io.wringer.extension.run.Outcome;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults of connections, on the JDK's own clients. */
@Timeout(60)
class EndpointTest {

    private static final String ANSWER = "0123456789".repeat(100);

    /** Longer than anything takes that comes at all. */
    private static final int PATIENT = 30_000;

    private static LocalWeb web;

    static class Fixtures {
        @ChaosFault(fault = Fault.STALL, endpoint = "localhost")
        void stall() {}

        @ChaosFault(fault = Fault.STALL, endpoint = "localhost", lasting = "1500ms", minFired = 0)
        void shortStall() {}

        @ChaosFault(fault = Fault.REFUSE, endpoint = "localhost", nth = 1)
        void refuseFirst() {}

        @ChaosFault(fault = Fault.RESET, endpoint = "localhost", nth = 1)
        @ChaosFault(fault = Fault.LATENCY, delay = "20ms", endpoint = "127.0.0.1")
        void resetAndLatency() {}

        @ChaosFault(fault = Fault.TRUNCATE, value = "300B", on = FaultPoint.HTTP)
        void cut() {}

        @ChaosFault(fault = Fault.CORRUPT, on = FaultPoint.SOCKET)
        void corrupt() {}

        @ChaosFault(fault = Fault.SLOW, bytesPerSecond = 2000, endpoint = "localhost")
        void slow() {}

        @ChaosFault(fault = Fault.LATENCY, delay = "1ms", on = FaultPoint.SOCKET)
        void late() {}

        @ChaosFault(fault = Fault.PARTITION, value = "to", on = FaultPoint.SOCKET)
        void cutOffOnTheWayThere() {}

        @ChaosFault(fault = Fault.PARTITION, value = "from", on = FaultPoint.SOCKET)
        void cutOffOnTheWayBack() {}

        @ChaosFault(fault = Fault.STALL, endpoint = "localhost:1")
        void elsewhere() {}

        @ChaosFault(fault = Fault.STALL, endpoint = "db")
        void named(@Link(to = "localhost:1", name = "db") FaultyLink link) {}
    }

    @BeforeAll
    static void startServer() throws IOException {
        web = LocalWeb.answering(ANSWER);
    }

    @AfterAll
    static void stopServer() {
        web.close();
    }

    private static Faults faults(String method) {
        return Faults.of(Fixtures.class, method);
    }

    private static Faults faultsOfTheServer(String method) {
        return faults(method).with(Map.of("wringer.chaos.endpoint", "localhost:" + web.port()));
    }

    private static String get(int readTimeout) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) web.uri("localhost").toURL().openConnection();
        connection.setRequestProperty("Connection", "close");
        connection.setReadTimeout(readTimeout);
        return new String(connection.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    /** On a busy machine, the link may not have seen the request yet when the client gives up. */
    private static void assertTimesOut(ChaosSession session) {
        do {
            assertThatThrownBy(() -> get(200)).isInstanceOf(SocketTimeoutException.class);
        } while (session.chaos().fired() == 0);
    }

    @Test
    void aStalledReadHonoursItsTimeOut() throws Exception {
        Outcome outcome = faultsOfTheServer("stall").run(EndpointTest::assertTimesOut);
        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.observations().summary())
                .startsWith("STALL of connections to localhost:" + web.port() + " fired ");
        assertThat(get(PATIENT)).isEqualTo(ANSWER);
    }

    @Test
    void aStallThatHealsDeliversWhatItHeld() throws Exception {
        Outcome outcome = faults("stall").run(session -> {
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> getUnchecked());
            await().forever().until(() -> session.chaos().fired() > 0);
            assertThat(answer).isNotDone();
            session.chaos().heal();
            assertThat(answer.get()).isEqualTo(ANSWER);
        });
        assertThat(outcome.findings()).isEmpty();
    }

    /** Whether the request comes within the window is up to the machine; in both cases it must be answered. */
    @Test
    void aWindowHealsByItself() throws Exception {
        Outcome outcome =
                faults("shortStall").run(session -> assertThat(getUnchecked()).isEqualTo(ANSWER));
        assertThat(outcome.findings()).isEmpty();
    }

    @Test
    void theJdkClientTimesOutAndTheNextRequestWorks() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest.Builder request = HttpRequest.newBuilder(web.uri("localhost"));
        HttpRequest hasty = request.timeout(Duration.ofMillis(300)).build();
        HttpRequest patient = request.timeout(Duration.ofMillis(PATIENT)).build();
        Outcome outcome = faultsOfTheServer("stall").run(session -> {
            do { // on a busy machine, the client may give up before it sends anything that could be held
                assertThatThrownBy(() -> client.send(hasty, HttpResponse.BodyHandlers.ofString()))
                        .isInstanceOf(HttpTimeoutException.class);
            } while (session.chaos().fired() == 0);
            session.chaos().heal();
            assertThat(client.send(patient, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .isEqualTo(ANSWER);
        });
        assertThat(outcome.findings()).isEmpty();
    }

    @Test
    void theFirstConnectionIsRefused() throws Exception {
        Outcome outcome = faults("refuseFirst").run(session -> {
            assertThatThrownBy(() -> get(PATIENT)).isInstanceOf(ConnectException.class);
            assertThat(get(PATIENT)).isEqualTo(ANSWER);
        });
        assertThat(outcome.findings()).isEmpty();
        assertThat(Faults.fault(outcome, 0).fired()).isEqualTo(1);
    }

    @Test
    void faultsOfOneEndpointAddUp() throws Exception {
        Outcome outcome = faults("resetAndLatency").run(session -> {
            try (SocketChannel channel = SocketChannel.open(new InetSocketAddress("localhost", web.port()))) {
                assertThatThrownBy(() -> {
                            while (channel.read(ByteBuffer.allocate(10)) >= 0) {
                                // waits for the reset
                            }
                            throw new IOException("ended in order");
                        })
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("reset");
            }
            assertThat(get(PATIENT)).isEqualTo(ANSWER);
        });
        assertThat(outcome.findings()).isEmpty();
    }

    @Test
    void answersAreCutCorruptedAndSlow() throws Exception {
        Outcome cut = faults("cut")
                .run(session ->
                        assertThatThrownBy(() -> assertThat(get(PATIENT)).isEqualTo(ANSWER)));
        assertThat(cut.findings()).isEmpty();
        Outcome corrupt = faults("corrupt")
                .run(session ->
                        assertThatThrownBy(() -> assertThat(get(PATIENT)).isEqualTo(ANSWER)));
        assertThat(corrupt.findings()).isEmpty();
        Outcome slow = faults("slow").run(session -> {
            long start = System.nanoTime();
            assertThat(get(PATIENT)).isEqualTo(ANSWER);
            assertThat(System.nanoTime() - start).isGreaterThan(100_000_000L);
        });
        assertThat(slow.findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"cutOffOnTheWayThere, false", "cutOffOnTheWayBack, true"})
    void aPartitionOfOneDirectionLeavesTheOther(String fault, boolean arrives) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Outcome outcome = faults(fault).run(session -> {
                session.chaos().heal();
                try (Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
                        Socket accepted = listener.accept()) {
                    session.chaos().activate();
                    Socket reached = arrives ? accepted : client;
                    Socket cutOff = arrives ? client : accepted;
                    client.getOutputStream().write(1);
                    accepted.getOutputStream().write(2);
                    assertThat(reached.getInputStream().read()).isEqualTo(arrives ? 1 : 2);
                    await().forever().until(() -> session.chaos().fired() > 0); // the other one is held
                    assertThat(cutOff.getInputStream().available()).isZero();
                    session.chaos().heal();
                    assertThat(cutOff.getInputStream().read()).isEqualTo(arrives ? 2 : 1);
                }
            });
            assertThat(outcome.findings()).isEmpty();
        }
    }

    @Test
    void everyWayToConnectIsDivertedOnce() throws Exception {
        InetSocketAddress address = new InetSocketAddress("localhost", web.port());
        Outcome outcome = faults("late").run(session -> {
            List<AutoCloseable> opened = new ArrayList<>();
            opened.add(new Socket("localhost", web.port()));
            Socket plain = new Socket();
            plain.connect(address);
            opened.add(plain);
            opened.add(SocketChannel.open(address));
            AsynchronousSocketChannel asynchronous = AsynchronousSocketChannel.open();
            asynchronous.connect(address).get();
            opened.add(asynchronous);
            assertThat(asynchronous.getRemoteAddress()).isNotEqualTo(address);
            for (AutoCloseable connection : opened) {
                connection.close();
            }
            assertThat(get(PATIENT)).isEqualTo(ANSWER);
        });
        assertThat(Faults.fault(outcome, 0).calls()).isEqualTo(5);
        assertThat(outcome.findings()).isEmpty();
    }

    @Test
    void trafficThatBypassedTheFaultIsSaid() throws Exception {
        Outcome outcome =
                faults("elsewhere").run(session -> assertThat(get(PATIENT)).isEqualTo(ANSWER));
        assertThat(Faults.headlines(outcome))
                .containsExactly(
                        "The fault STALL of connections to localhost:1 never fired: no thread of the test opened a TCP"
                                + " connection that is meant. UDP, Unix domain sockets, native transports and connections that"
                                + " were open before the test bypass it; for another process or a native transport use @Link"
                                + " FaultyLink.");
    }

    @Test
    void anEndpointMayNameALink() throws Exception {
        Faults faults = faults("named").with(Map.of("wringer.link.to", "localhost:" + web.port()));
        Outcome outcome = faults.run(session -> {
            FaultyLink link = session.link(faults.method().getParameters()[0]);
            assertThat(session.link(faults.method().getParameters()[0])).isSameAs(link);
            URL url = URI.create("http://" + link.host() + ":" + link.port() + "/")
                    .toURL();
            do {
                URLConnection connection = url.openConnection();
                connection.setReadTimeout(200);
                assertThatThrownBy(connection::getInputStream).isInstanceOf(SocketTimeoutException.class);
            } while (session.chaos().fired() == 0);
        });
        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.observations().facts()).containsKey("links");
        assertThat(((ChaosObservations) outcome.observations()).links()).hasSize(1);
        assertThat(Map.copyOf(outcome.observations().facts())).isNotEmpty();
    }

    @Test
    void otherTestsInParallelAreNotDiverted() throws Exception {
        String[] answer = new String[1];
        CountDownLatch go = new CountDownLatch(1);
        Thread bystander = bystander(go, answer);
        Outcome outcome = faultsOfTheServer("stall").parallel().run(session -> {
            go.countDown();
            bystander.join();
            assertThat(answer[0]).isEqualTo(ANSWER);
            assertTimesOut(session);
        });
        assertThat(Faults.headlines(outcome))
                .containsExactly(
                        "1 connection at the place of STALL of connections to localhost:" + web.port()
                                + " came from threads that belong to no known test (bystander): 0 could be struck, 1 were spared.");
    }

    @Test
    void aThreadOfNoTestIsDivertedToAKnownPeerWhileTheTestIsAlone() throws Exception {
        String[] answer = new String[1];
        CountDownLatch go = new CountDownLatch(1);
        Thread bystander = bystander(go, answer);
        Outcome outcome = faultsOfTheServer("refuseFirst").run(session -> {
            go.countDown();
            bystander.join();
            assertThat(answer[0]).contains("Connection refused");
        });
        assertThat(Faults.headlines(outcome))
                .containsExactly(
                        "1 connection at the place of REFUSE of connections to localhost:" + web.port()
                                + " came from threads that belong to no known test (bystander): 1 could be struck, 0 were spared.");
    }

    private static Thread bystander(CountDownLatch go, String[] answer) {
        Thread bystander = new Thread(
                () -> {
                    awaitLatch(go);
                    answer[0] = getUnchecked();
                },
                "bystander");
        bystander.start();
        return bystander;
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String getUnchecked() {
        try {
            return get(PATIENT);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
