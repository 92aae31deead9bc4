/** What the sandbox needs of the running service; the command line joins the two. */
export interface ServicePort {
  /** Runs every timed task that is due by now; resolves when nothing due is left. */
  runDueTasks(): Promise<void>;
  /** When the next task is due that has not been tried yet, milliseconds. */
  nextPlannedTask(): Promise<number | undefined>;
  /**
   * A ceremony session for a signer, found by the identifier the sender gave, without using up the
   * sender's redirect-url. Undefined when there is no such job or signer.
   */
  openCeremony(jobId: bigint, signerIdentifier: string): Promise<OpenCeremony | undefined>;
}

export interface OpenCeremony {
  readonly ceremonyId: string;
  /** Name and value. */
  readonly cookie: readonly [string, string];
  readonly level: 3 | 4;
  /** The number the signer was addressed by; absent with a custom identifier. */
  readonly personalIdentificationNumber: string | undefined;
}
