/** It comes without types: https://github.com/ChristopheBougere/asl-validator */
declare module 'asl-validator' {
  export default function aslValidator(definition: object): { isValid: boolean; errors: unknown[] };
}
