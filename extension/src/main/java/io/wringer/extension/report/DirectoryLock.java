package io.wringer.extension.report;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Keeps others from rebuilding the same directory: other processes, and other threads of this one. */
final class DirectoryLock implements AutoCloseable {

    private static final String NAME = ".lock";
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /**
     * Comes first, because a file may be locked by one channel of a process only: on POSIX systems, closing any other
     * one would give the lock away.
     */
    private static final ReentrantLock THREADS = new ReentrantLock();

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Acquires the lock.
     *
     * @param patience how long to wait for each, threads and processes
     * @throws IOException if it could not be had in time
     */
    static DirectoryLock acquire(Path directory, Duration patience) throws IOException {
        lockThreads(directory, patience);
        try {
            return lockProcesses(directory, patience);
        } catch (IOException | RuntimeException e) {
            THREADS.unlock();
            throw e;
        }
    }

    private static void lockThreads(Path directory, Duration patience) throws IOException {
        try {
            if (!THREADS.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw busy(directory, "thread");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting to rebuild the report in " + directory, e);
        }
    }

    private static DirectoryLock lockProcesses(Path directory, Duration patience) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            long deadline = System.nanoTime() + patience.toNanos();
            while (tryLock(channel) == null) {
                if (System.nanoTime() - deadline >= 0) {
                    throw busy(directory, "process");
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            return new DirectoryLock(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Another class loader of this process counts as a process. */
    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static IOException busy(Path directory, String who) {
        return new IOException("Another " + who + " has been rebuilding the report in " + directory + " for too long.");
    }

    /** Releases the lock; the file stays, because deleting it would let two others in at once. */
    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            THREADS.unlock();
        }
    }
}
