package io.wringer.extension.chaos;

import io.wringer.extension.chaos.weave.Striker;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a part of the data and then fails as a full disk does. */
final class FullDisk {

    private static final String MESSAGE = "No space left on device";
    private static final StackWalker STACK = StackWalker.getInstance();

    private FullDisk() {}

    static void strike(Striker.Call call) throws IOException {
        @Nullable Object[] arguments = call.arguments();
        if (arguments != null && arguments.length > 0) {
            writePart(call.target(), arguments);
        }
        throw Exceptions.shortened(new IOException(MESSAGE));
    }

    private static void writePart(@Nullable Object target, @Nullable Object[] arguments) throws IOException {
        if (arguments[0] instanceof ByteBuffer data && target instanceof FileChannel channel) {
            writePart(channel, data, arguments.length == 2 ? (Long) arguments[1] : null);
        } else if (arguments[0] instanceof ByteBuffer[] data && target instanceof FileChannel channel) {
            int offset = offset(arguments);
            writePart(channel, Arrays.asList(data).subList(offset, offset + length(arguments, data.length)));
        } else if (arguments[0] instanceof byte[] bytes) {
            writePart(target, bytes, offset(arguments), length(arguments, bytes.length) / 2);
        }
    }

    private static int offset(@Nullable Object[] arguments) {
        return arguments.length == 3 && arguments[1] instanceof Integer given ? given : 0;
    }

    private static int length(@Nullable Object[] arguments, int all) {
        return arguments.length == 3 && arguments[2] instanceof Integer given ? given : all;
    }

    private static void writePart(FileChannel channel, List<ByteBuffer> buffers) throws IOException {
        long left = buffers.stream().mapToLong(ByteBuffer::remaining).sum() / 2;
        for (ByteBuffer data : buffers) {
            int length = (int) Math.min(left, data.remaining());
            write(channel, data, length, null);
            left -= length;
        }
    }

    private static void writePart(FileChannel channel, ByteBuffer data, @Nullable Long position) throws IOException {
        write(channel, data, data.remaining() / 2, position);
    }

    private static void write(FileChannel channel, ByteBuffer data, int length, @Nullable Long position)
            throws IOException {
        int limit = data.limit();
        data.limit(data.position() + length);
        try {
            int ignored = position == null ? channel.write(data) : channel.write(data, position);
        } finally {
            data.limit(limit);
        }
    }

    private static void writePart(@Nullable Object target, byte[] bytes, int offset, int length) throws IOException {
        if (target instanceof FileOutputStream stream) {
            stream.write(bytes, offset, length);
        } else if (target instanceof RandomAccessFile file) {
            file.write(bytes, offset, length);
        }
    }

    /** The console is no disk, and the JVM's own loading of classes is not the work of the code under test. */
    static boolean isOfTest(Striker.Call call) {
        return !isConsole(call.target()) && STACK.walk(frames -> frames.noneMatch(FullDisk::isLoading));
    }

    private static boolean isConsole(@Nullable Object target) {
        try {
            return target instanceof FileOutputStream stream
                    && (stream.getFD() == FileDescriptor.out || stream.getFD() == FileDescriptor.err);
        } catch (IOException e) {
            return false; // closed: the write will fail by itself
        }
    }

    private static boolean isLoading(StackWalker.StackFrame frame) {
        String type = frame.getClassName();
        return type.startsWith("jdk.internal.loader.")
                || type.equals("java.lang.ClassLoader")
                || type.equals("java.net.URLClassLoader")
                || type.startsWith("java.util.zip.ZipFile")
                || type.startsWith("java.util.jar.JarFile");
    }
}
