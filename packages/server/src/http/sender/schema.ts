/** Parts of the routes' schemas that come again and again. */
import { Type, type TSchema } from '@sinclair/typebox';
import { ProblemDetails } from '@segl/protocol/json';

const organisation = Type.String({ pattern: '^[0-9]{9}$' });

/** Of a route below one organisation; `more` are the other parts of its path. */
export function inOrganisation<T extends Record<string, TSchema>>(more?: T) {
  return Type.Object({ organisation, ...(more ?? ({} as T)) });
}

export const jobId = Type.String({ pattern: '^[0-9]{1,18}$' });

/** With whatever more members a problem has. */
const Problem = Type.Object(ProblemDetails.properties, { additionalProperties: true });

/** Answers of a route: the good one, and that others are problems. */
export function answers<S extends TSchema>(status: 200 | 201, body: S) {
  return { [status]: body, '4xx': Problem, '5xx': Problem };
}

/** As {@link answers}, with nothing to say when it went well. */
export const nothing = {
  204: Type.Null({ description: 'Done' }),
  '4xx': Problem,
  '5xx': Problem,
};
