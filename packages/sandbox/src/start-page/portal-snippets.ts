/** The portal flow's snippets: a job whose signer is found and told by the service, and a poll for what became of it. */
import {
  curlAs,
  dotnetConfiguration,
  environment,
  javaConfiguration,
  typescriptSettings,
  type Addresses,
  type Snippet,
} from './snippets.ts';

export function portalSnippets(at: Addresses): readonly Snippet[] {
  return [
    { id: 'portal-curl', title: 'curl', code: curl(at) },
    { id: 'portal-java', title: 'Java', code: java(at) },
    { id: 'portal-dotnet', title: '.NET', code: dotnet(at) },
    { id: 'portal-typescript', title: 'TypeScript', code: typescript(at) },
  ];
}

const curl = (at: Addresses): string => `# A job: the contact register says how to reach the signer
${environment(at)} docs/create-job.sh --portal agreement.pdf 14838522190

# What became of it: 204 while nothing has, and X-Next-permitted-poll-time says when to ask again
${curlAs(at)} \\
  -i ${at.apiUrl}/api/310000019/portal/signature-jobs

# Once handled: POST to the confirmation-url of the answer`;

const java = (at: Addresses): string => `${javaConfiguration(at)}
PortalClient client = new PortalClient(configuration);

PortalDocument document = PortalDocument.builder("Agreement", Files.readAllBytes(Path.of("agreement.pdf"))).build();
PortalSigner signer = PortalSigner
    .identifiedByPersonalIdentificationNumber("14838522190", NotificationsUsingLookup.EMAIL_AND_SMS).build();
System.out.println(client.create(PortalJob.builder("Agreement", document, signer).build()).getSignatureJobId());

PortalJobStatusChanged change = client.getStatusChange();
while (change.is(PortalJobStatus.NO_CHANGES)) {
    Thread.sleep(Duration.between(Instant.now(), change.getNextPermittedPollTime()).toMillis() + 100);
    change = client.getStatusChange();
}
System.out.println(change.getStatus());
try (InputStream signed = client.getPAdES(change.getpAdESUrl())) {
    Files.copy(signed, Path.of("signed.pdf"));
}
client.confirm(change);`;

const dotnet = (at: Addresses): string => `// Digipost.Signature.Api.Client.Portal
${dotnetConfiguration(at)}
var client = new PortalClient(configuration);

var document = new Document("Agreement", FileType.Pdf, File.ReadAllBytes("agreement.pdf"));
var signer = new Signer(new PersonalIdentificationNumber("14838522190"), new NotificationsUsingLookup { SmsIfAvailable = true });
var job = new Job("Agreement", new List<Document> { document }, new List<Signer> { signer }, "ref-1");
Console.WriteLine((await client.Create(job)).JobId);

var change = await client.GetStatusChange();
while (change.Status == JobStatus.NoChanges)
{
    await Task.Delay(change.NextPermittedPollTime - DateTime.Now + TimeSpan.FromMilliseconds(100));
    change = await client.GetStatusChange();
}
Console.WriteLine(change.Status);
using (var file = File.Create("signed.pdf")) await (await client.GetPades(change.PadesReference)).CopyToAsync(file);
await client.Confirm(change.ConfirmationReference);`;

const typescript = (at: Addresses): string => `import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { PortalClient } from '@segl/client';

const client = new PortalClient(${typescriptSettings(at)});
const job = await client.create({
  title: 'Agreement',
  documents: [{ title: 'Agreement', bytes: await readFile('agreement.pdf') }],
  signers: [{ personalIdentificationNumber: '14838522190', notificationsUsingLookup: { email: true, sms: true } }],
});
console.log(job.signatureJobId);

let poll = await client.nextStatusChange();
while (poll.change === undefined) {
  await setTimeout(poll.nextPermittedPoll.getTime() - Date.now() + 100);
  poll = await client.nextStatusChange();
}
const { status, padesUrl } = poll.change;
console.log(status);
if (padesUrl) await pipeline(await client.pades(padesUrl), createWriteStream('signed.pdf'));
await client.confirm(poll.change);
await client.close();`;
