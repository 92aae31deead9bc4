/** What an integrator copies: each snippet runs as printed, with this sandbox's ports and folders filled in. */
import { dirname } from 'node:path';

export interface Addresses {
  readonly apiUrl: string;
  readonly webUrl: string;
  /** Absolute folder with the certificates. */
  readonly certificates: string;
}

export interface Snippet {
  readonly id: string;
  readonly title: string;
  readonly code: string;
}

export function directSnippets(at: Addresses): readonly Snippet[] {
  return [
    { id: 'curl', title: 'curl', code: curl(at) },
    { id: 'java', title: 'Java', code: java(at) },
    { id: 'dotnet', title: '.NET', code: dotnet(at) },
    { id: 'typescript', title: 'TypeScript', code: typescript(at) },
  ];
}

const curl = (at: Addresses): string => `# Who am I?
${curlAs(at)} \\
  ${at.apiUrl}/api/310000019

# A job: a script in the checkout signs the document bundle with openssl and posts it with curl
${environment(at)} docs/create-job.sh agreement.pdf 14838522190`;

/** With the municipality's certificate. */
export const curlAs = ({ certificates }: Addresses): string => `curl --cacert '${certificates}/ca.pem' \\
  --cert '${certificates}/public.pem' --key '${certificates}/public-key.pem'`;

/** What the scripts in the checkout are told of this sandbox. */
export const environment = ({ apiUrl, certificates }: Addresses): string =>
  `SEGL_DATA='${dirname(certificates)}' SEGL_API_PORT=${new URL(apiUrl).port}`;

const java = (at: Addresses): string => `${javaConfiguration(at)}
DirectClient client = new DirectClient(configuration);

DirectDocument document = DirectDocument.builder("Agreement", Files.readAllBytes(Path.of("agreement.pdf"))).build();
DirectSigner signer = DirectSigner.withPersonalIdentificationNumber("14838522190").build();
DirectJob job = DirectJob.builder("Agreement", List.of(document), List.of(signer), ExitUrls.of(
    URI.create("http://localhost:3000/completed"),
    URI.create("http://localhost:3000/rejected"),
    URI.create("http://localhost:3000/error"))).build();
System.out.println(client.create(job).getSingleSigner().getRedirectUrl());`;

export const javaConfiguration = ({
  apiUrl,
  certificates,
}: Addresses): string => `// no.digipost.signature:signature-api-client-java:7.0.4
KeyStoreConfig keyStore;
try (InputStream file = Files.newInputStream(Path.of("${certificates}/public.p12"))) {
    keyStore = KeyStoreConfig.fromOrganizationCertificate(file, "segl");
}
// The client trusts every file of a folder.
Path trusted = Files.createTempDirectory("trusted");
Files.copy(Path.of("${certificates}/ca.pem"), trusted.resolve("ca.pem"));
ClientConfiguration configuration = ClientConfiguration.builder(keyStore)
    .serviceEnvironment(new ServiceEnvironment("Segl sandbox", URI.create("${apiUrl}/api"), List.of(trusted.toString())))
    .defaultSender(new Sender("310000019"))
    .build();`;

const dotnet = (at: Addresses): string => `// Digipost.Signature.Api.Client.Direct
${dotnetConfiguration(at)}
var client = new DirectClient(configuration);

var document = new Document("Agreement", FileType.Pdf, File.ReadAllBytes("agreement.pdf"));
var signer = new Signer(new PersonalIdentificationNumber("14838522190"));
var exitUrls = new ExitUrls(
    new Uri("http://localhost:3000/completed"),
    new Uri("http://localhost:3000/rejected"),
    new Uri("http://localhost:3000/error"));
var job = new Job("Agreement", new List<Document> { document }, new List<Signer> { signer }, "ref-1", exitUrls);
Console.WriteLine((await client.Create(job)).RedirectUrl);`;

export const dotnetConfiguration = ({
  certificates,
}: Addresses): string => `// Environment.Localhost is https://localhost:8443
var certificate = new X509Certificate2("${certificates}/public.p12", "segl");
var configuration = new ClientConfiguration(Environment.Localhost, certificate, new Sender("310000019"));`;

const typescript = (at: Addresses): string => `import { readFile } from 'node:fs/promises';
import { DirectClient } from '@segl/client';

const client = new DirectClient(${typescriptSettings(at)});
const job = await client.create({
  title: 'Agreement',
  documents: [{ title: 'Agreement', bytes: await readFile('agreement.pdf') }],
  signers: [{ personalIdentificationNumber: '14838522190' }],
  exitUrls: {
    completion: 'http://localhost:3000/completed',
    rejection: 'http://localhost:3000/rejected',
    error: 'http://localhost:3000/error',
  },
});
console.log(job.signers[0].redirectUrl);`;

export const typescriptSettings = ({ apiUrl, certificates }: Addresses): string => `{
  apiUrl: '${apiUrl}',
  organizationNumber: '310000019',
  ca: await readFile('${certificates}/ca.pem', 'utf8'),
  certificate: await readFile('${certificates}/public.pem', 'utf8'),
  key: await readFile('${certificates}/public-key.pem', 'utf8'),
}`;
