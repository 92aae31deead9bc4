package segl.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The service's clock, which only moves forward: whoever moves it must run after those who compare with the machine's. */
final class SandboxClock {
    private static final URI CLOCK = URI.create(Sandbox.property("segl.web") + "/sandbox/api/clock");
    private static final Pattern NOW = Pattern.compile("\"now\"\\s*:\\s*\"([^\"]+)\"");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private SandboxClock() {}

    static Instant now() {
        return read(HttpRequest.newBuilder(CLOCK).build());
    }

    /** Timed work that became due has run when this returns. */
    static void advance(Duration duration) {
        read(HttpRequest.newBuilder(CLOCK).header("content-type", "application/json")
                .POST(BodyPublishers.ofString("{\"advance\":\"" + duration(duration) + "\"}")).build());
    }

    /** Text messages are not sent between 22:00 and 08:00: moves on to the morning when it is night. */
    static void leaveNight() {
        ZonedDateTime now = now().atZone(ZoneId.of("Europe/Oslo"));
        if (now.getHour() >= 8 && now.getHour() < 22) return;
        ZonedDateTime morning = now.withHour(8).withMinute(1).plusDays(now.getHour() >= 22 ? 1 : 0);
        advance(Duration.between(now, morning));
    }

    private static String duration(Duration duration) {
        return "P" + duration.toDays() + "DT" + duration.toHoursPart() + "H" + duration.toMinutesPart() + "M" + duration.toSecondsPart() + "S";
    }

    private static Instant read(HttpRequest request) {
        try {
            String body = HTTP.send(request, BodyHandlers.ofString()).body();
            Matcher now = NOW.matcher(body);
            if (!now.find()) throw new AssertionError("The clock answered " + body);
            return Instant.parse(now.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
