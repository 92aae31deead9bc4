package segl.interop;

import static no.digipost.signature.client.direct.DirectJobStatus.COMPLETED_SUCCESSFULLY;
import static no.digipost.signature.client.direct.DirectJobStatus.IN_PROGRESS;
import static no.digipost.signature.client.direct.DirectJobStatus.NO_CHANGES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import no.digipost.signature.client.core.PollingQueue;
import no.digipost.signature.client.core.Sender;
import no.digipost.signature.client.core.exceptions.TooEagerPollingException;
import no.digipost.signature.client.direct.DirectClient;
import no.digipost.signature.client.direct.DirectJob;
import no.digipost.signature.client.direct.DirectJobResponse;
import no.digipost.signature.client.direct.DirectJobStatusResponse;
import no.digipost.signature.client.direct.DirectSigner;
import no.digipost.signature.client.direct.ExitUrls;
import no.digipost.signature.client.direct.SignerStatus;
import no.digipost.signature.client.direct.StatusRetrievalMethod;
import org.junit.jupiter.api.Test;

/** Jobs whose status is polled for, in the default queue and in queues with a name. */
class PollingTest {
    private static final ExitUrls EXIT_URLS = ExitUrls.singleExitUrl(URI.create("https://sender.example/back"));

    private final DirectClient client = Sandbox.client("public");

    @Test
    void defaultQueue() {
        Sender sender = new Sender(Sandbox.PUBLIC);
        DirectJob job = job("Default queue", sender, Sandbox.AASE);
        DirectJobResponse created = client.create(job);
        assertNull(created.getStatusUrl(), "no status-url, as the status is polled for");
        Sandbox.sign("public", created.getSignatureJobId(), Sandbox.AASE);

        DirectJobStatusResponse change = client.getStatusChange();
        assertEquals(COMPLETED_SUCCESSFULLY, change.getStatus());
        assertEquals(created.getSignatureJobId(), change.getSignatureJobId());
        assertFalse(change.getNextPermittedPollTime().isAfter(Instant.now().plusSeconds(2)), "may poll again at once");
        Results.download(client, job, change, "polled-default-queue");
        client.confirm(change);

        assertTrue(empty(sender).getNextPermittedPollTime().isAfter(Instant.now()), "a pause after an empty queue");
        assertThrows(TooEagerPollingException.class, () -> client.getStatusChange(sender));
    }

    @Test
    void namedQueueGivesEachChangeOnceAndInOrder() throws InterruptedException {
        Sender sender = new Sender(Sandbox.PUBLIC, PollingQueue.of("interop queue/æ"));
        Sender other = new Sender(Sandbox.PUBLIC, PollingQueue.of("another"));
        DirectJob job = job("Named queue", sender, Sandbox.OLA, Sandbox.ANH);
        DirectJobResponse created = client.create(job);
        Sandbox.sign("public", created.getSignatureJobId(), Sandbox.OLA);
        Sandbox.sign("public", created.getSignatureJobId(), Sandbox.ANH);

        empty(other);
        DirectJobStatusResponse first = client.getStatusChange(sender);
        assertEquals(IN_PROGRESS, first.getStatus());
        assertEquals(SignerStatus.SIGNED, first.getSignatureFrom(Sandbox.OLA).getStatus());
        DirectJobStatusResponse second = client.getStatusChange(sender);
        assertEquals(COMPLETED_SUCCESSFULLY, second.getStatus());
        assertEquals(created.getSignatureJobId(), second.getSignatureJobId());
        empty(sender);
        client.confirm(first);
        client.confirm(second);
        client.confirm(second);
        Results.download(client, job, second, "polled-named-queue");

        // The lease of ten minutes keeps unconfirmed changes away; confirmed ones are gone for good.
        Thread.sleep(Duration.ofSeconds(6).toMillis());
        empty(sender);
    }

    private DirectJobStatusResponse empty(Sender sender) {
        DirectJobStatusResponse response = client.getStatusChange(sender);
        assertEquals(NO_CHANGES, response.getStatus());
        return response;
    }

    private static DirectJob job(String title, Sender sender, String... signers) {
        return DirectJob
                .builder(title, List.of(Documents.document(title)), Arrays.stream(signers)
                        .map(number -> DirectSigner.withPersonalIdentificationNumber(number).build()).toList(), EXIT_URLS)
                .withSender(sender).retrieveStatusBy(StatusRetrievalMethod.POLLING).build();
    }
}
