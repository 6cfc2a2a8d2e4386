package io.wringer.extension.chaos.link;

import io.wringer.chaos.FaultyLink.Direction;
import io.wringer.chaos.LinkFaults;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The handle of one or both directions of a link: checks what is asked for, and has the thread of the link do it. */
class StreamControl implements LinkFaults {

    private final LinkLoop loop;
    private final Direction direction;

    StreamControl(LinkLoop loop, Direction direction) {
        this.loop = loop;
        this.direction = direction;
    }

    @Override
    public final void stall() {
        change(faults -> faults.stall(StreamFaults.NEVER));
    }

    @Override
    public final void stall(Duration lasting) {
        check(!lasting.isNegative() && !lasting.isZero(), "stall(%s): the time must be positive", lasting);
        run(() -> {
            long until = loop.now() + nanos(lasting);
            loop.change(direction, faults -> faults.stall(until));
        });
    }

    @Override
    public final void latency(Duration delay, Duration jitter) {
        check(!delay.isNegative(), "latency(%s, ..): the delay must not be negative", delay);
        check(!jitter.isNegative(), "latency(.., %s): the jitter must not be negative", jitter);
        change(faults -> faults.latency(nanos(delay), nanos(jitter)));
    }

    @Override
    public final void slow(long bytesPerSecond) {
        check(bytesPerSecond >= 1, "slow(%s): the bandwidth must be at least 1 byte per second", bytesPerSecond);
        change(faults -> faults.slow(bytesPerSecond));
    }

    @Override
    public final void partition() {
        change(StreamFaults::partition);
    }

    @Override
    public final void corrupt(double probability) {
        check(
                probability > 0 && probability <= 1,
                "corrupt(%s): the probability must be above 0 and at most 1",
                probability);
        change(faults -> faults.corrupt(probability));
    }

    @Override
    public final void corruptByte(long nth) {
        check(nth >= 1, "corruptByte(%s): bytes are counted from 1", nth);
        change(faults -> faults.corruptByte(nth));
    }

    @Override
    public final void truncate(long afterBytes) {
        check(afterBytes >= 0, "truncate(%s): the number of bytes must not be negative", afterBytes);
        change(faults -> faults.truncate(afterBytes));
    }

    @Override
    public final void reset() {
        run(() -> loop.reset(direction));
    }

    @Override
    public void heal() {
        runIfOpen(() -> loop.heal(direction));
    }

    private void change(Consumer<StreamFaults> change) {
        run(() -> loop.change(direction, change));
    }

    /** Has the thread of the link do something, and waits until that is done, which takes no longer than a few turns. */
    final void run(Runnable action) {
        CompletableFuture<Void> done = loop.submit(action);
        try {
            done.join();
        } catch (CancellationException e) {
            throw new IllegalStateException(describeClosed(), loop.failure());
        } catch (CompletionException e) {
            throw new IllegalStateException("The link can't do that: " + e.getCause(), e.getCause());
        }
    }

    /** Does nothing if the link has been closed in order. */
    final void runIfOpen(Runnable action) {
        if (!loop.stopped() || loop.failure() != null) {
            run(action);
        }
    }

    private String describeClosed() {
        @Nullable Throwable failure = loop.failure();
        return failure == null
                ? "The link is closed; it ends with its test."
                : "The link has broken down, and its connections with it: " + failure;
    }

    private static long nanos(Duration duration) {
        try {
            return Math.min(duration.toNanos(), StreamFaults.NEVER / 2);
        } catch (ArithmeticException e) {
            return StreamFaults.NEVER / 2; // 146 years
        }
    }

    private static void check(boolean holds, String problem, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(String.format(problem, value));
        }
    }
}
