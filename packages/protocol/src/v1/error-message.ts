/** The error message of every refused request. */
import { required } from './reading.ts';
import { readMessage } from './schema.ts';
import { message, textElement } from './writing.ts';

/** `CLIENT`: the request must change; `SERVER`: the same request may succeed later. */
export type ErrorType = 'CLIENT' | 'SERVER';

export interface ApiErrorMessage {
  readonly code: string;
  readonly message: string;
  readonly type: ErrorType;
}

/**
 * An error type this version does not know counts as SERVER.
 * @throws ProtocolError
 */
export function decodeError(bytes: Uint8Array): ApiErrorMessage {
  const root = readMessage(bytes, 'error');
  return {
    code: required(root, 'error-code').text(),
    message: required(root, 'error-message').text(),
    type: required(root, 'error-type').text() === 'CLIENT' ? 'CLIENT' : 'SERVER',
  };
}

export function encodeError(error: ApiErrorMessage): Uint8Array {
  return message('error', [
    textElement('error-code', error.code),
    textElement('error-message', error.message),
    textElement('error-type', error.type),
  ]);
}
