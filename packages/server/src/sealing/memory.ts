/** Whose the memory of large documents is: handed from thread to thread, and given back as soon as nobody reads it. */

/** The memory behind `bytes` when nothing else lies in it; undefined for a part of something larger. */
export function ownMemory({ buffer, byteLength }: Uint8Array): ArrayBuffer | undefined {
  if (!(buffer instanceof ArrayBuffer) || buffer.detached) return undefined;
  return byteLength === buffer.byteLength ? buffer : undefined;
}

/** Gives the memory back at once, not when garbage is collected: the bytes cannot be read afterwards. */
export function release(bytes: Uint8Array): void {
  ownMemory(bytes)?.transfer(0);
}
