package segl.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import no.digipost.signature.client.core.PollingQueue;
import no.digipost.signature.client.core.Sender;
import no.digipost.signature.client.portal.PortalClient;
import no.digipost.signature.client.portal.PortalJobStatus;
import no.digipost.signature.client.portal.PortalJobStatusChanged;

/** A queue of portal status changes that no other test uses. */
final class Queue {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PortalClient client;
    private final Sender sender;

    private Queue(PortalClient client, Sender sender) {
        this.client = client;
        this.sender = sender;
    }

    /** Polled with that certificate, for that organisation. */
    static Queue own(String certificate, String organization) {
        return new Queue(Portal.client(certificate), new Sender(organization, PollingQueue.of("interop-" + UUID.randomUUID())));
    }

    static Queue own(String certificate) {
        return own(certificate, "private".equals(certificate) ? Sandbox.PRIVATE : Sandbox.PUBLIC);
    }

    /** With the queue's name, for the jobs whose changes it is to hold. */
    Sender sender() {
        return sender;
    }

    /** The next change, confirmed. Waits for it as the service permits. */
    PortalJobStatusChanged next() {
        PortalJobStatusChanged change = unconfirmed();
        client.confirm(change);
        return change;
    }

    /** As {@link #next}, but it may come again. */
    PortalJobStatusChanged unconfirmed() {
        Instant end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end)) {
            PortalJobStatusChanged change = client.getStatusChange(sender);
            if (!change.is(PortalJobStatus.NO_CHANGES)) return change;
            untilPermitted(change);
        }
        return fail("No status change came");
    }

    /** Polls once; the queue may then not be polled again for a while. */
    PortalJobStatusChanged assertEmpty() {
        PortalJobStatusChanged nothing = client.getStatusChange(sender);
        assertEquals(PortalJobStatus.NO_CHANGES, nothing.getStatus(), "the queue is empty");
        return nothing;
    }

    /** The permitted time is the service's, so it is compared with the service's clock. */
    private static void untilPermitted(PortalJobStatusChanged nothing) {
        try {
            Thread.sleep(Math.max(0, Duration.between(SandboxClock.now(), nothing.getNextPermittedPollTime()).toMillis() + 50));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
