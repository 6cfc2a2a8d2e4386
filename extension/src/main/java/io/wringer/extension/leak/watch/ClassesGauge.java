package io.wringer.extension.leak.watch;

import io.wringer.leak.Resource;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Loaded classes. */
final class ClassesGauge implements Gauge {

    private int[] known = {};

    @Override
    public Resource kind() {
        return Resource.CLASSES;
    }

    @Override
    public String unit() {
        return "loaded class";
    }

    @Override
    public long read() {
        return ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
    }

    /** Lists what was loaded since it was asked for the first time: ten thousands of names would be a burden. */
    @Override
    public Map<Object, String> items() {
        int[] first = known;
        if (first.length == 0) {
            known = Platform.classes()
                    .mapToInt(System::identityHashCode)
                    .sorted()
                    .toArray();
            return Map.of();
        }
        Map<Object, String> items = new LinkedHashMap<>();
        Platform.classes()
                .filter(type -> Arrays.binarySearch(first, System.identityHashCode(type)) < 0)
                .forEach(type -> items.put(System.identityHashCode(type), type.getName()));
        return items;
    }

    /** A class loads once, in whichever test is the first to need it. */
    @Override
    public boolean showsAtOnce() {
        return false;
    }
}
