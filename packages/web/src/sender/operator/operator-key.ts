/** Everything that is shown to the operator. */
export const operatorKey = (...more: readonly string[]) => ['sender', 'operator', ...more] as const;

export const operatorPath = '/sender/operator';
