package segl.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import no.digipost.signature.client.archive.ArchiveClient;
import no.digipost.signature.client.archive.ArchiveOwner;
import no.digipost.signature.client.core.exceptions.BrokerNotAuthorizedException;
import no.digipost.signature.client.core.exceptions.UnexpectedResponseException;
import no.digipost.signature.client.portal.PortalClient;
import no.digipost.signature.client.portal.PortalJob;
import no.digipost.signature.client.portal.PortalJobStatusChanged;
import org.junit.jupiter.api.Test;

/** Signed documents by job id. */
class ArchiveTest {
    private final PortalClient municipality = Portal.client("public");
    private final ArchiveClient archive = new ArchiveClient(Sandbox.configuration("public"));
    private final ArchiveOwner owner = ArchiveOwner.ofOrganizationNumber(Sandbox.PUBLIC);

    @Test
    void holdsTheSignedDocumentOfACompletedJob() throws IOException {
        Queue queue = Queue.own("public");
        long id = create(queue);
        Portal.sign("public", id, Sandbox.AASE);
        PortalJobStatusChanged change = queue.next();
        byte[] pades = Results.read(municipality.getPAdES(change.getpAdESUrl()));
        assertArrayEquals(pades, Results.read(archive.getPAdES(owner, String.valueOf(id))));
        ArchiveClient brokers = new ArchiveClient(Sandbox.configuration("broker"));
        assertArrayEquals(pades, Results.read(brokers.getPAdES(owner, String.valueOf(id))));
    }

    @Test
    void holdsNothingOfJobsThatAreNotComplete() {
        long id = create(Queue.own("public"));
        assertEquals(404, refusal(archive, owner, String.valueOf(id)));
    }

    @Test
    void knowsNoOtherJobs() {
        long id = create(Queue.own("public"));
        assertEquals(404, refusal(archive, owner, "999999999999"));
        assertEquals(404, refusal(archive, owner, "no-number"));
        ArchiveClient company = new ArchiveClient(Sandbox.configuration("private"));
        assertThrows(BrokerNotAuthorizedException.class, () -> company.getPAdES(owner, String.valueOf(id)));
        assertEquals(404, refusal(company, ArchiveOwner.ofOrganizationNumber(Sandbox.PRIVATE), String.valueOf(id)));
    }

    private long create(Queue queue) {
        return municipality.create(PortalJob.builder("Archived", Portal.document("Archived"), Portal.lookedUp(Sandbox.AASE).build())
                .withSender(queue.sender()).build()).getSignatureJobId();
    }

    private static int refusal(ArchiveClient archive, ArchiveOwner owner, String id) {
        return assertThrows(UnexpectedResponseException.class, () -> archive.getPAdES(owner, id)).httpStatusCode();
    }
}
