package io.wringer.extension.leak.watch;

import io.wringer.leak.Resource;
import java.util.Map;

/** Paths that the JVM deletes when it ends, and remembers until then. */
record DeletedOnExitGauge() implements Gauge {

    @Override
    public Resource kind() {
        return Resource.TEMP_FILES;
    }

    @Override
    public String unit() {
        return "path to delete on exit";
    }

    @Override
    public long read() {
        return items().size();
    }

    @Override
    public Map<Object, String> items() {
        return Platform.deletedOnExit();
    }

    /** A library unpacks its native code once, and deletes it on exit. */
    @Override
    public boolean showsAtOnce() {
        return false;
    }
}
