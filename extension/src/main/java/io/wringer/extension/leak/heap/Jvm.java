package io.wringer.extension.leak.heap;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jol.datamodel.DataModel;
import org.openjdk.jol.datamodel.Model64;
import org.openjdk.jol.datamodel.Model64_Lilliput;
import org.openjdk.jol.layouters.HotSpotLayouter;
import org.openjdk.jol.layouters.Layouter;

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
        return Boolean.parseBoolean(value(name, "false"));
    }

    private static String value(String name, String otherwise) {
        HotSpotDiagnosticMXBean bean = hotSpot();
        try {
            return bean == null ? otherwise : bean.getVMOption(name).getValue();
        } catch (IllegalArgumentException e) {
            return otherwise; // this JVM has no such flag
        }
    }

    /** Returns what all sizes of objects are multiples of. */
    static int alignment() {
        return Integer.parseInt(value("ObjectAlignmentInBytes", "8"));
    }

    /** Returns what lays out classes as this JVM does, {@code null} if this is not a HotSpot JVM of 64 bits. */
    static @Nullable Layouter layouter() {
        if (hotSpot() == null || !"64".equals(System.getProperty("sun.arch.data.model"))) {
            return null;
        }
        boolean narrow = flag("UseCompressedOops");
        DataModel model = flag("UseCompactObjectHeaders")
                ? new Model64_Lilliput(narrow, alignment(), false)
                : new Model64(narrow, flag("UseCompressedClassPointers"), alignment());
        return new HotSpotLayouter(model, Runtime.version().feature());
    }

    AddressMarks addressMarks() {
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
