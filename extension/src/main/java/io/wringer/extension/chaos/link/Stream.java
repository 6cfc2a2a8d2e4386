package io.wringer.extension.chaos.link;

import static io.wringer.extension.chaos.link.StreamFaults.NEVER;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One direction of a connection: reads from one side, damages and holds the bytes as the faults say, writes to the other.
 * Used by the thread of the link only.
 */
final class Stream {

    /** About the size of the socket buffers that a kernel gives to a busy connection. */
    static final int HELD_AT_MOST = 1 << 20;

    /** How a stream ends. */
    enum End {
        /** Not yet. */
        OPEN,
        /** In order. */
        FIN,
        /** By a reset. */
        RST
    }

    private record Piece(ByteBuffer data, long due) {}

    private final Side source;
    private final Side sink;
    private final Tally tally;
    private final Tally.Stream counts;
    private final StreamFaults faults;
    private final Pace pace = new Pace();
    private final Deque<Piece> held = new ArrayDeque<>();

    private long heldBytes;
    private long lastDue;
    private End end = End.OPEN;
    private boolean sourceEnded;
    private boolean endPassedOn;
    private boolean sinkFull;
    private boolean sinkBroken;
    private long wakeAt = NEVER;

    Stream(Side source, Side sink, StreamFaults faults, Tally tally, Tally.Stream counts) {
        this.source = source;
        this.sink = sink;
        this.faults = faults;
        this.tally = tally;
        this.counts = counts;
    }

    StreamFaults faults() {
        return faults;
    }

    boolean wantsToRead(long now) {
        return !sourceEnded && (discards() || heldBytes < (faults.transparent(now) ? 1 : HELD_AT_MOST));
    }

    boolean wantsToWrite() {
        return sinkFull;
    }

    /** Returns when this stream has something to do even if nothing arrives. */
    long wakeAt() {
        return wakeAt;
    }

    /** Returns what the sink has been told. */
    End passedOn() {
        return endPassedOn ? end : End.OPEN;
    }

    boolean sinkBroken() {
        return sinkBroken;
    }

    /** Reads once, and passes on at once what needn't wait. */
    void receive(ByteBuffer buffer, long now) {
        int count = source.read(buffer);
        if (count < 0) {
            sourceEnded = true;
            end(count == Side.RESET ? End.RST : End.FIN, now);
        } else if (count > 0 && !discards()) {
            damage(buffer);
            passOn(buffer, now);
            cutIfDue(now);
        }
    }

    /** Writes what is due. */
    void deliver(long now) {
        cutIfDue(now);
        sinkFull = false;
        while (!sinkFull && hasWork()) {
            wakeAt = readyAt(now);
            if (wakeAt > now) {
                return;
            }
            deliverOne();
        }
        wakeAt = NEVER;
    }

    /** Ends the waiting times of what is held. */
    void release() {
        Deque<Piece> pieces = new ArrayDeque<>(held);
        held.clear();
        pieces.forEach(piece -> held.add(new Piece(piece.data(), 0)));
        lastDue = 0;
    }

    /** Notes that the source has answered a write with a reset, which reading may not see any more. */
    void sourceBroke(long now) {
        if (sourceEnded) {
            end(End.RST, now);
        }
    }

    /** Gives up what is held. */
    void drop() {
        held.clear();
        hold(-heldBytes);
    }

    private boolean discards() {
        return end != End.OPEN || sinkBroken;
    }

    private void damage(ByteBuffer data) {
        faults.truncate(data);
        tally.count(LinkFault.CORRUPT, faults.corrupt(data));
    }

    private void passOn(ByteBuffer data, long now) {
        if (held.isEmpty() && faults.transparent(now)) {
            write(data, data.remaining());
        }
        if (data.hasRemaining() && !sinkBroken) {
            hold(data, now);
        }
    }

    private void hold(ByteBuffer data, long now) {
        if (held.isEmpty()) {
            pace.start(now);
        }
        ByteBuffer copy = ByteBuffer.allocate(data.remaining()).put(data).flip();
        held.add(new Piece(copy, dueTime(now)));
        hold(copy.remaining());
    }

    private void cutIfDue(long now) {
        if (end == End.OPEN && faults.cut()) {
            tally.count(LinkFault.TRUNCATE, 1);
            end(End.FIN, now);
        }
    }

    private void end(End how, long now) {
        if (end == End.RST || end == how) {
            return;
        }
        end = how;
        endPassedOn = false;
        dueTime(now);
    }

    /** Counts the faults that strike a piece of data or an end, and returns when it is due; never before the last one. */
    private long dueTime(long now) {
        tally.count(LinkFault.STALL, faults.stalled(now) ? 1 : 0);
        tally.count(LinkFault.PARTITION, faults.partitioned() ? 1 : 0);
        tally.count(LinkFault.LATENCY, faults.delayed() ? 1 : 0);
        tally.count(LinkFault.SLOW, faults.slowed() ? 1 : 0);
        lastDue = Math.max(lastDue, now + faults.travelTime());
        return lastDue;
    }

    private boolean hasWork() {
        return !held.isEmpty() || (end != End.OPEN && !endPassedOn);
    }

    private long readyAt(long now) {
        Piece next = held.peek();
        long due = Math.max(faults.opensAt(), next == null ? lastDue : next.due());
        if (due > now || next == null || !faults.slowed()) {
            return due;
        }
        pace.idleUntil(due);
        return pace.readyAt(next.data().remaining(), faults.bytesPerSecond(), now);
    }

    private void deliverOne() {
        Piece next = held.peek();
        if (next == null) {
            passOnEnd();
            return;
        }
        ByteBuffer data = next.data();
        int portion = faults.slowed() ? Math.min(pace.allowed(), data.remaining()) : data.remaining();
        int written = write(data, portion);
        pace.spend(written);
        hold(-written);
        sinkFull = written < portion && !sinkBroken;
        if (!data.hasRemaining()) {
            held.remove();
        }
    }

    private void passOnEnd() {
        endPassedOn = true;
        if (end == End.FIN) {
            sink.finish();
        }
    }

    private int write(ByteBuffer data, int portion) {
        int before = data.position();
        int limit = data.limit();
        data.limit(before + portion);
        if (!sink.write(data)) {
            sinkBroken = true;
            drop();
        }
        data.limit(limit);
        counts.bytes.addAndGet(data.position() - before);
        return data.position() - before;
    }

    private void hold(long bytes) {
        heldBytes += bytes;
        counts.held.addAndGet(bytes);
    }
}
