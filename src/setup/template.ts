/**
 * A template as plain data, from which CloudFormation and Terraform are written alike. It uses the words of
 * CloudFormation, and of its functions only those that both can say.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
 */
export interface Template {
  /** The file's name, without an ending. */
  name: string;
  description: string;
  /** In the order in which they are asked for. */
  parameters: Record<string, Parameter>;
  /** How the parameters are put together where people fill them in: every one in one group. */
  groups: Record<string, string[]>;
  conditions: Record<string, Call>;
  resources: Record<string, Resource>;
  outputs: Record<string, { description: string; value: Value }>;
}

/** What is asked for. Without `default` it has to be given. */
export interface Parameter {
  label: string;
  description: string;
  type?: 'String' | 'Number';
  default?: string | number;
  allowed?: ReadonlyArray<string | number>;
  /** A regular expression that the whole value matches, in words that Java and RE2 read alike. */
  pattern?: string;
  /** What to write, where `pattern` refuses a value. */
  constraint?: string;
  least?: number;
  most?: number;
  /** It is not shown once it is given. */
  secret?: true;
}

export interface Resource {
  type: string;
  properties: Properties;
  /** The name of a condition. */
  condition?: string;
  /** Whether it stays when its stack is deleted; to be said of what holds something. */
  keep?: boolean;
  /** What programs that read the template are told of it. */
  metadata?: Properties;
}

export type Value = string | number | boolean | Call | Value[] | Properties;

export interface Properties {
  [name: string]: Value;
}

/** A function of CloudFormation and what it is called with, written in its short form: `!Ref Name`. */
export class Call {
  readonly name: 'Ref' | 'GetAtt' | 'Sub' | 'If' | 'Equals' | 'Not';
  readonly argument: Value;

  constructor(name: Call['name'], argument: Value) {
    this.name = name;
    this.argument = argument;
  }
}

export function ref(name: string): Call {
  return new Call('Ref', name);
}

export function getAtt(resource: string, attribute: string): Call {
  return new Call('GetAtt', `${resource}.${attribute}`);
}

/** A text with `${Name}` or `${Resource.Attribute}` in it. */
export function sub(text: string): Call {
  return new Call('Sub', text);
}

/** One value or the other; without the other, what it stands for is left out. */
export function when(condition: string, value: Value, otherwise: Value = NOTHING): Call {
  return new Call('If', [condition, value, otherwise]);
}

export function equals(one: Value, other: Value): Call {
  return new Call('Equals', [one, other]);
}

export function not(condition: Call): Call {
  return new Call('Not', [condition]);
}

/** Leaves out the property that it is the value of. */
export const NOTHING = ref('AWS::NoValue');

export function isNothing(value: Value): boolean {
  return value instanceof Call && value.name === 'Ref' && value.argument === 'AWS::NoValue';
}
