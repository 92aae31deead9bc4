/** Contact registers. */
export { fixedContactRegister } from './fixed-contact-register.ts';
export { krrContactRegister } from './krr.ts';
