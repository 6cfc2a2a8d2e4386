package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import io.wringer.leak.LeakFree;
import io.wringer.stress.StressTest;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.implementation.FixedValue;
import net.bytebuddy.matcher.ElementMatchers;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.apache.log4j.Logger;
import org.junit.jupiter.api.Test;

/** The user's own versions are the ones that the user's code sees, in wrung tests too. */
class OldLibrariesTest {

    private final Histogram histogram = new ConcurrentHistogram(3);
    private final AtomicInteger calls = new AtomicInteger();

    @StressTest(threads = 2, iterations = 20)
    void underLoad() throws Exception {
        assertEquals("{\"calls\":1}", new ObjectMapper().writeValueAsString(Map.of("calls", 1)));
        assertEquals("2.9.10", new ObjectMapper().version().toString());
        histogram.recordValue(calls.incrementAndGet());
        assertEquals(3, ImmutableList.of(1, 2, 3).size());
        Logger.getLogger(OldLibrariesTest.class).debug("under load");
    }

    @Test
    @LeakFree(iterations = 24, warmup = 4)
    void repeated() throws Exception {
        assertEquals("2.9.10", new ObjectMapper().version().toString());
    }

    @Test
    void byteBuddy() throws Exception {
        Object made = new ByteBuddy(ClassFileVersion.JAVA_V8)
                .subclass(Object.class)
                .method(ElementMatchers.named("toString"))
                .intercept(FixedValue.value("made"))
                .make()
                .load(getClass().getClassLoader())
                .getLoaded()
                .getConstructor()
                .newInstance();
        assertEquals("made", made.toString());
        assertEquals(
                "byte-buddy-1.9.10.jar",
                new java.io.File(ByteBuddy.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI())
                        .getName());
        assertEquals(true, ByteBuddyAgent.install().isRetransformClassesSupported());
    }
}
