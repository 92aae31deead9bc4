"""What pyHanko says of sealed PDFs: `judge.py ANCHORS.pem < FILES`, one JSON object a line for each file of stdin.

Each file must pass the validation process for signatures with archival data (ETSI EN 319 102-1 clause 5.6) with what is
in the file alone: nothing is fetched.
"""

import asyncio
import json
import sys
from datetime import timedelta
from pathlib import Path

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.policy_decl import (
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator.authority import CertTrustAnchor
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager


def spec_of(anchors: Path) -> PdfSignatureValidationSpec:
    certificates = [
        CertTrustAnchor(x509.Certificate.load(der))
        for _, _, der in pem.unarmor(anchors.read_bytes(), multiple=True)
    ]
    return PdfSignatureValidationSpec(
        SignatureValidationSpec(
            cert_validation_policy=CertValidationPolicySpec(
                trust_manager=SimpleTrustManager.build(certificates),
                revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO),
                time_tolerance=timedelta(seconds=10),
            ),
            revinfo_gathering_policy=RevocationInfoGatheringSpec(
                online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY
            ),
        )
    )


async def judge(file: Path, spec: PdfSignatureValidationSpec) -> tuple[bool, str]:
    with file.open("rb") as stream:
        reader = PdfFileReader(stream, strict=True)
        seals = reader.embedded_regular_signatures
        if len(seals) != 1:
            return False, f"{len(seals)} signatures"
        result = await ades_lta_validation(seals[0], spec)
        if result.ades_subindic != AdESPassed.OK:
            return False, result.ades_subindic.name
        if result.oldest_evidence_record_timestamp is None:
            return False, "no archival time-stamp"
        modified = result.api_status.modification_level
        if modified not in (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES):
            return False, "changed"
        last = reader.embedded_timestamp_signatures[-1]
        if last.evaluate_signature_coverage() != SignatureCoverageLevel.ENTIRE_FILE:
            return False, "not whole"
        return True, "passed, LTA"


async def main() -> None:
    spec = spec_of(Path(sys.argv[1]))
    for line in sys.stdin:
        file = Path(line.rstrip("\n"))
        try:
            accepted, words = await judge(file, spec)
        except Exception as error:  # Damaged files make it fail in many ways; each is a refusal.
            accepted, words = False, type(error).__name__
        print(json.dumps({"file": str(file), "accepted": accepted, "words": words}), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
