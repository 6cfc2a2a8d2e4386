package io.wringer.extension.chaos.link.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.wringer.chaos.FaultyLink;
import io.wringer.extension.chaos.link.LinkCounters;
import io.wringer.extension.chaos.link.LinkFault;
import io.wringer.extension.chaos.link.LinkProxy;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What holds for every family of clients. A client asks the server one question; the fragile one without time-outs and
 * without trying again, the robust one with both.
 */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class Family {

    /** What the robust client waits for an answer; much longer than one takes. */
    static final int PATIENCE = 1000;

    private static final int ATTEMPTS = 40;
    private static final long SEED = 11;

    private LinkProxy proxy;

    /** Starts the server, unless it runs, and returns where it listens. */
    abstract InetSocketAddress serve() throws Exception;

    /** Returns the answer. */
    abstract String fragile() throws Exception;

    /** Returns the answer to one attempt of the robust client. */
    abstract String attempt() throws Exception;

    /** Returns the right answer. */
    abstract String answer();

    /** Ends what the test has started. */
    void stop() throws Exception {}

    @BeforeEach
    final void openLink() throws Exception {
        proxy = LinkProxy.open(serve(), SEED);
    }

    @AfterEach
    final void closeAll() throws Exception {
        if (proxy != null) {
            proxy.close();
        }
        stop();
    }

    final FaultyLink link() {
        return proxy.control();
    }

    final LinkCounters counters() {
        return proxy.counters();
    }

    @Test
    void bothClientsAreAnsweredOverALinkWithoutFaults() throws Exception {
        assertThat(fragile()).isEqualTo(answer());
        assertThat(robust()).isEqualTo(answer());
        assertThat(counters().connections()).isPositive();
        assertThat(counters().bytesToClient()).isPositive();
    }

    @Test
    void aStallHangsTheFragileClientUntilItHeals() throws Exception {
        link().stall();
        CompletableFuture<String> asking = async(this::fragile);
        awaitHeldBytes();

        assertThat(asking).isNotDone();
        link().heal();

        assertThat(asking.get()).isEqualTo(answer());
        assertThat(counters().fired(LinkFault.STALL)).isPositive();
    }

    // tag::stall[]
    @Test
    void theRobustClientSurvivesAStall() throws Exception {
        link().stall();
        CompletableFuture<String> asking = async(this::robust);
        await().forever().until(() -> counters().connections() > 1); // it gave up once and tries again
        awaitHeldBytes();
        link().heal();

        assertThat(asking.get()).isEqualTo(answer());
        assertThat(counters().fired(LinkFault.STALL)).isPositive();
    }
    // end::stall[]

    @Test
    void aResetFailsTheFragileClient() throws Exception {
        CompletableFuture<String> asking = resetWhileAsking(this::fragile);

        assertThatThrownBy(() -> asking.get()).isInstanceOf(ExecutionException.class);
    }

    @Test
    void theRobustClientSurvivesAReset() throws Exception {
        CompletableFuture<String> asking = resetWhileAsking(this::robust);

        assertThat(asking.get()).isEqualTo(answer());
    }

    @Test
    void theRobustClientSurvivesARefusal() throws Exception {
        link().refuse();
        assertThatThrownBy(this::fragile).isInstanceOf(Exception.class);
        assertThatThrownBy(this::attempt).isInstanceOf(Exception.class);
        CompletableFuture<String> asking = async(this::robust);
        link().heal();

        assertThat(asking.get()).isEqualTo(answer());
    }

    private CompletableFuture<String> resetWhileAsking(Callable<String> client) {
        link().stall();
        CompletableFuture<String> asking = async(client);
        awaitHeldBytes();
        link().reset();
        assertThat(counters().fired(LinkFault.RESET)).isPositive();
        link().heal();
        return asking;
    }

    private void awaitHeldBytes() {
        await().forever().until(() -> counters().heldToServer() + counters().heldToClient() > 0);
    }

    /** Returns the answer, after as many attempts as it takes. */
    final String robust() throws Exception {
        for (int i = 1; ; i++) {
            try {
                return attempt();
            } catch (Exception e) {
                if (i == ATTEMPTS) {
                    throw e;
                }
                Thread.sleep(20);
            }
        }
    }

    private static CompletableFuture<String> async(Callable<String> action) {
        CompletableFuture<String> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(action.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return result;
    }
}
