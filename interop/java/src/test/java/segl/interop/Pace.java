package segl.interop;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import no.digipost.signature.client.ApacheHttpClientConfigurer;

/** Keeps each organisation under the ten requests a second that the service allows it. */
final class Pace {
    private static final Map<String, Pace> PACES = new ConcurrentHashMap<>();
    private static final long BETWEEN_NANOS = TimeUnit.MILLISECONDS.toNanos(125);
    private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(1200);
    private long next = System.nanoTime();

    static Pace of(String certificate) {
        return PACES.computeIfAbsent(certificate, name -> new Pace());
    }

    void keptBy(ApacheHttpClientConfigurer http) {
        http.configure(client -> client.addRequestInterceptorFirst((request, entity, context) -> turn()));
    }

    /** Runs what makes as many requests as are allowed in a second, all at once, with a quiet second on either side. */
    synchronized void burst(Runnable requests) {
        await(next + WINDOW_NANOS);
        requests.run();
        next = System.nanoTime() + WINDOW_NANOS;
    }

    private synchronized void turn() {
        await(next);
        next = System.nanoTime() + BETWEEN_NANOS;
    }

    private static void await(long time) {
        long delay = time - System.nanoTime();
        if (delay <= 0) return;
        try {
            TimeUnit.NANOSECONDS.sleep(delay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
