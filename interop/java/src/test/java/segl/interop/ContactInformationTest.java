package segl.interop;

import static no.digipost.signature.client.portal.PortalJobStatus.COMPLETED_SUCCESSFULLY;
import static no.digipost.signature.client.portal.PortalJobStatus.FAILED;
import static no.digipost.signature.client.portal.PortalJobStatus.IN_PROGRESS;
import static no.digipost.signature.client.portal.SignatureStatus.BLOCKED;
import static no.digipost.signature.client.portal.SignatureStatus.NOT_APPLICABLE;
import static no.digipost.signature.client.portal.SignatureStatus.REJECTED;
import static no.digipost.signature.client.portal.SignatureStatus.SIGNED;
import static no.digipost.signature.client.portal.SignatureStatus.WAITING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import no.digipost.signature.client.core.OnBehalfOf;
import no.digipost.signature.client.core.SignatureType;
import no.digipost.signature.client.core.exceptions.SignatureException;
import no.digipost.signature.client.portal.PortalClient;
import no.digipost.signature.client.portal.PortalJob;
import no.digipost.signature.client.portal.PortalJobStatusChanged;
import no.digipost.signature.client.portal.PortalSigner;
import no.digipost.signature.client.portal.SignatureStatus;
import no.digipost.signature.client.portal.SignerIdentifier;
import org.junit.jupiter.api.Test;

/** Signers addressed by email and mobile number, who come by link and code. */
class ContactInformationTest {
    /** Whom the sandbox's recipient logs in as. */
    private static final String ANYBODY = "12345678910";

    private final PortalClient company = Portal.client("private");

    @Test
    void emailAndBothOneAfterTheOther() throws IOException {
        Queue queue = Queue.own("private");
        String email = Portal.newEmail();
        String bothEmail = Portal.newEmail();
        String bothMobile = Portal.newMobile();
        SignerIdentifier byEmail = SignerIdentifier.identifiedByEmailAddress(email);
        SignerIdentifier byBoth = SignerIdentifier.identifiedByEmailAddressAndMobileNumber(bothEmail, bothMobile);
        PortalJob job = PortalJob
                .builder("Tenancy", List.of(Portal.document("Tenancy"), Portal.document("House rules")), List.of(
                        PortalSigner.identifiedByEmail(email).withOrder(1).withSignatureType(SignatureType.ADVANCED_SIGNATURE).build(),
                        PortalSigner.identifiedByEmailAndMobileNumber(bothEmail, bothMobile).withOrder(2).onBehalfOf(OnBehalfOf.OTHER).build()))
                .withSender(queue.sender()).build();
        company.create(job);

        Portal.act("sign", email);
        PortalJobStatusChanged first = queue.next();
        assertEquals(IN_PROGRESS, first.getStatus());
        assertEquals(List.of(SIGNED, WAITING), List.of(Portal.statusOf(first, byEmail), Portal.statusOf(first, byBoth)));
        assertThrows(SignatureException.class, () -> first.getSignatures().get(0).getSigner(), "no personal identification number is given back");
        Portal.act("sign", bothEmail);
        PortalJobStatusChanged last = queue.next();
        assertEquals(COMPLETED_SUCCESSFULLY, last.getStatus());
        assertEquals(List.of(SIGNED, SIGNED), List.of(Portal.statusOf(last, byEmail), Portal.statusOf(last, byBoth)));
        Results.assertAbsent(Results.download(company, job, last, "portal-contact-information"), ANYBODY);
    }

    @Test
    void besideSomebodyAddressedByNumber() throws IOException {
        Queue queue = Queue.own("private");
        String email = Portal.newEmail();
        PortalJob job = PortalJob
                .builder("Mixed", List.of(Portal.document("Mixed")), List.of(
                        Portal.numbered(Sandbox.OLA).build(), PortalSigner.identifiedByEmail(email).build()))
                .withSender(queue.sender()).build();
        Portal.sign("private", company.create(job).getSignatureJobId(), Sandbox.OLA);
        Portal.act("sign", email);
        assertEquals(IN_PROGRESS, queue.next().getStatus());
        PortalJobStatusChanged last = queue.next();
        assertEquals(COMPLETED_SUCCESSFULLY, last.getStatus());
        assertEquals(SIGNED, Portal.statusOf(last, Sandbox.OLA));
        assertEquals(SIGNED, Portal.statusOf(last, SignerIdentifier.identifiedByEmailAddress(email)));
        Results.assertAbsent(Results.download(company, job, last, "portal-number-and-contact"), ANYBODY);
    }

    /** Both clients find a signer in a status change by comparing addresses, letter by letter. */
    @Test
    void theAddressComesBackAsItWasGiven() {
        Queue queue = Queue.own("private");
        String email = "Kari.Nordmann+" + Portal.newEmail().replace("example.com", "EXAMPLE.com");
        company.create(PortalJob.builder("As given", Portal.document("As given"), PortalSigner.identifiedByEmail(email).build())
                .withSender(queue.sender()).build());
        Portal.act("sign", email);
        assertEquals(SIGNED, Portal.statusOf(queue.next(), SignerIdentifier.identifiedByEmailAddress(email)));
    }

    @Test
    void aRejectionEndsTheJobForEverybody() {
        Ending ending = endedBy("reject");
        assertEquals(REJECTED, ending.who());
        assertEquals(NOT_APPLICABLE, ending.other());
    }

    @Test
    void wrongCodesBlockTheSignerAndEndTheJob() {
        Ending ending = endedBy("block");
        assertEquals(BLOCKED, ending.who());
        assertEquals(NOT_APPLICABLE, ending.other());
    }

    private record Ending(SignatureStatus who, SignatureStatus other) {}

    private Ending endedBy(String act) {
        Queue queue = Queue.own("private");
        String email = Portal.newEmail();
        long id = company.create(PortalJob.builder("Ends", List.of(Portal.document("Ends")), List.of(
                PortalSigner.identifiedByEmail(email).build(), Portal.numbered(Sandbox.OLA).build())).withSender(queue.sender()).build()).getSignatureJobId();
        Portal.act(act, email);
        PortalJobStatusChanged change = queue.next();
        assertEquals(FAILED, change.getStatus());
        Portal.assertCannotSign("private", id, Sandbox.OLA);
        queue.assertEmpty();
        return new Ending(Portal.statusOf(change, SignerIdentifier.identifiedByEmailAddress(email)), Portal.statusOf(change, Sandbox.OLA));
    }
}
