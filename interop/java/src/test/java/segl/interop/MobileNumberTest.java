package segl.interop;

import static no.digipost.signature.client.portal.PortalJobStatus.COMPLETED_SUCCESSFULLY;
import static no.digipost.signature.client.portal.PortalJobStatus.FAILED;
import static no.digipost.signature.client.portal.PortalJobStatus.IN_PROGRESS;
import static no.digipost.signature.client.portal.SignatureStatus.REJECTED;
import static no.digipost.signature.client.portal.SignatureStatus.SIGNED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import no.digipost.signature.client.portal.PortalClient;
import no.digipost.signature.client.portal.PortalJob;
import no.digipost.signature.client.portal.PortalJobStatusChanged;
import no.digipost.signature.client.portal.PortalSigner;
import no.digipost.signature.client.portal.SignerIdentifier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Signers addressed by mobile number alone. Moves the sandbox's clock at night, so it comes after the others. */
@Order(Integer.MAX_VALUE - 2)
class MobileNumberTest {
    private final PortalClient company = Portal.client("private");

    @BeforeEach
    void byDay() {
        SandboxClock.leaveNight();
    }

    @Test
    void withAndWithoutCountryComesBackAsItWasGiven() {
        Queue queue = Queue.own("private");
        String international = Portal.newMobile();
        String norwegian = Portal.newMobile();
        String eightDigits = norwegian.substring("+47".length());
        company.create(PortalJob.builder("By mobile number", List.of(Portal.document("By mobile number")), List.of(
                PortalSigner.identifiedByMobileNumber(international).build(), PortalSigner.identifiedByMobileNumber(eightDigits).build()))
                .withSender(queue.sender()).build());
        Portal.act("sign", international);
        Portal.act("sign", norwegian);
        assertEquals(IN_PROGRESS, queue.next().getStatus());
        PortalJobStatusChanged last = queue.next();
        assertEquals(COMPLETED_SUCCESSFULLY, last.getStatus());
        assertEquals(SIGNED, Portal.statusOf(last, SignerIdentifier.identifiedByMobileNumber(international)));
        assertEquals(SIGNED, Portal.statusOf(last, SignerIdentifier.identifiedByMobileNumber(eightDigits)));
    }

    @Test
    void rejects() {
        Queue queue = Queue.own("private");
        String mobile = Portal.newMobile();
        company.create(PortalJob.builder("Rejected", Portal.document("Rejected"), PortalSigner.identifiedByMobileNumber(mobile).build())
                .withSender(queue.sender()).build());
        Portal.act("reject", mobile);
        PortalJobStatusChanged change = queue.next();
        assertEquals(FAILED, change.getStatus());
        assertEquals(REJECTED, Portal.statusOf(change, SignerIdentifier.identifiedByMobileNumber(mobile)));
    }
}
