package io.wringer.extension.leak.heap;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What matters here about the JVM that we run in.
 *
 * @param collectors the beans of those collectors that may move objects
 * @param compressed whether references take four bytes
 * @param shifted whether such a reference is an address divided by eight
 * @param objectsStayInPlace whether objects move only in collections that the beans count
 */
record Jvm(List<GarbageCollectorMXBean> collectors, boolean compressed, boolean shifted, boolean objectsStayInPlace) {

    private static final int SAMPLES = 64;

    static Jvm current() {
        List<GarbageCollectorMXBean> beans = ManagementFactory.getGarbageCollectorMXBeans();
        boolean compressed = flag("UseCompressedOops");
        return new Jvm(
                beans, compressed, compressed && isShifted(), beans.stream().allMatch(Jvm::movesOnlyWhenCounted));
    }

    /** Returns a flag of HotSpot, false where there is no such flag. */
    static boolean flag(String name) {
        HotSpotDiagnosticMXBean bean = hotSpot();
        try {
            return bean != null && Boolean.parseBoolean(bean.getVMOption(name).getValue());
        } catch (IllegalArgumentException e) {
            return false; // this JVM has no such flag
        }
    }

    Marks addressMarks() {
        return new AddressMarks(compressed, shifted);
    }

    long collections() {
        return collectors.stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    /** Returns the bean of HotSpot, {@code null} in another JVM. */
    static @Nullable HotSpotDiagnosticMXBean hotSpot() {
        try {
            return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        } catch (IllegalArgumentException e) {
            return null; // not HotSpot
        }
    }

    private static boolean movesOnlyWhenCounted(GarbageCollectorMXBean bean) {
        String name = bean.getName();
        return name.startsWith("G1 ")
                || name.startsWith("PS ")
                || name.equals("Copy")
                || name.equals("MarkSweepCompact")
                || name.startsWith("Epsilon");
    }

    /** Small neighbours lie 16 bytes apart: their references are all multiples of 8 only when these are addresses. */
    private static boolean isShifted() {
        Object[] samples = new Object[SAMPLES];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = new Object();
        }
        long base = Memory.arrayBase(Object[].class);
        int bits = 0;
        for (int i = 0; i < samples.length; i++) {
            bits |= Memory.word(samples, base + (long) i * Integer.BYTES);
        }
        return (bits & 7) != 0;
    }
}
