package segl.interop;

import static no.digipost.signature.client.portal.PortalJobStatus.COMPLETED_SUCCESSFULLY;
import static no.digipost.signature.client.portal.PortalJobStatus.IN_PROGRESS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import no.digipost.signature.client.archive.ArchiveClient;
import no.digipost.signature.client.archive.ArchiveOwner;
import no.digipost.signature.client.core.DeleteDocumentsUrl;
import no.digipost.signature.client.core.exceptions.BrokerNotAuthorizedException;
import no.digipost.signature.client.core.exceptions.DocumentsNotDeletableException;
import no.digipost.signature.client.core.exceptions.UnexpectedResponseException;
import no.digipost.signature.client.portal.PortalClient;
import no.digipost.signature.client.portal.PortalJob;
import no.digipost.signature.client.portal.PortalJobStatusChanged;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Deletion by the sender, from 24 hours after completion. Moves the sandbox's clock, so it comes after the others. */
@Order(Integer.MAX_VALUE)
class PortalDeletionTest {
    private final PortalClient client = Portal.client("public");

    @Test
    void isOfferedWhenADayHasPassedSinceAllSigned() throws IOException {
        Queue queue = Queue.own("public");
        long id = create(queue, Sandbox.AASE);
        Portal.sign("public", id, Sandbox.AASE);
        PortalJobStatusChanged fresh = queue.unconfirmed();
        assertEquals(COMPLETED_SUCCESSFULLY, fresh.getStatus());
        assertNull(fresh.getDeleteDocumentsUrl(), "at completion");
        assertThrows(DocumentsNotDeletableException.class, () -> client.deleteDocuments(fresh.getDeleteDocumentsUrl()));
        SandboxClock.advance(Duration.ofHours(23));
        assertNull(queue.unconfirmed().getDeleteDocumentsUrl(), "an hour too early");
        SandboxClock.advance(Duration.ofHours(1).plusMinutes(1));
        PortalJobStatusChanged later = queue.unconfirmed();
        assertNotNull(later.getDeleteDocumentsUrl(), "a day later");
        Results.read(client.getPAdES(later.getpAdESUrl()));

        assertThrows(BrokerNotAuthorizedException.class, () -> Portal.client("private").deleteDocuments(later.getDeleteDocumentsUrl()));
        client.deleteDocuments(later.getDeleteDocumentsUrl());
        client.deleteDocuments(later.getDeleteDocumentsUrl());
        assertEquals(404, assertThrows(UnexpectedResponseException.class, () -> client.getPAdES(later.getpAdESUrl())).httpStatusCode());
        assertEquals(404, assertThrows(UnexpectedResponseException.class,
                () -> client.getXAdES(Portal.from(later, Sandbox.AASE).getxAdESUrl())).httpStatusCode());
        assertEquals(404, assertThrows(UnexpectedResponseException.class, () -> new ArchiveClient(Sandbox.configuration("public"))
                .getPAdES(ArchiveOwner.ofOrganizationNumber(Sandbox.PUBLIC), String.valueOf(id))).httpStatusCode());
        client.confirm(later);
        isRefusedForAJobOfToday(later.getDeleteDocumentsUrl(), id);
    }

    @Test
    void isNotOfferedWhileSomebodyHasNotSigned() {
        Queue queue = Queue.own("public");
        long id = create(queue, Sandbox.AASE, Sandbox.OLA);
        Portal.sign("public", id, Sandbox.AASE);
        assertEquals(IN_PROGRESS, queue.unconfirmed().getStatus());
        SandboxClock.advance(Duration.ofHours(25));
        assertNull(queue.unconfirmed().getDeleteDocumentsUrl());
    }

    /** Nobody gets that URL from the service; it is made from another job's. */
    private void isRefusedForAJobOfToday(DeleteDocumentsUrl another, long anotherId) throws IOException {
        Queue queue = Queue.own("public");
        long id = create(queue, Sandbox.AASE);
        Portal.sign("public", id, Sandbox.AASE);
        PortalJobStatusChanged change = queue.next();
        URI url = URI.create(another.getUrl().toString().replace("/" + anotherId + "/", "/" + id + "/"));
        assertThrows(UnexpectedResponseException.class, () -> client.deleteDocuments(DeleteDocumentsUrl.of(url)));
        Results.read(client.getPAdES(change.getpAdESUrl()));
    }

    private long create(Queue queue, String... numbers) {
        return client.create(PortalJob.builder("Deleted", List.of(Portal.document("Deleted")),
                List.of(numbers).stream().map(number -> Portal.lookedUp(number).build()).toList()).withSender(queue.sender()).build()).getSignatureJobId();
    }
}
