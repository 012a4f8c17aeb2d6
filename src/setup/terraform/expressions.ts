import { Call, isNothing, type Resource, type Value } from '../template.ts';

/** A value of Terraform's JSON syntax, in which texts are templates: `${…}` in them is an expression. */
export type Json = string | number | boolean | Json[] | { [name: string]: Json };

/** What stands for a resource of CloudFormation, and for what its functions give of it. */
export interface Naming {
  type: string;
  /** The attribute that `Ref` gives. */
  ref: string;
  /** The attributes that `GetAtt` gives, by their names there. */
  attributes?: Readonly<Record<string, string>>;
}

/** Turns values of one template into Terraform's. */
export interface Expressions {
  /** As it stands in JSON. */
  value(value: Value): Json;
  /** As it stands within `${…}`. */
  expression(value: Value): string;
}

/** `EvidenceBucket` as Terraform writes names: `evidence_bucket`. */
export function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}

/** A text in which Terraform sees no expression: `$${` and `%%{` are read as `${` and `%{`. */
export function literal(text: string): string {
  return text.replaceAll(/[$%](?=\{)/g, '$&$&');
}

const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  'AWS::Partition': 'data.aws_partition.current.partition',
  'AWS::URLSuffix': 'data.aws_partition.current.dns_suffix',
  'AWS::Region': 'data.aws_region.current.id',
  'AWS::AccountId': 'data.aws_caller_identity.current.account_id',
};

export function expressionsOf(
  resources: Readonly<Record<string, Resource>>,
  namings: Readonly<Record<string, Naming>>,
): Expressions {
  /** `Name` or `Name.Attribute`: a parameter, a pseudo parameter or a resource. */
  function reference(text: string): string {
    const pseudo = PSEUDO_PARAMETERS[text];
    if (pseudo !== undefined) return pseudo;
    const [name = '', attribute] = text.split('.');
    const resource = resources[name];
    if (resource === undefined) return `var.${snakeCase(name)}`;
    const naming = namings[resource.type];
    const given = attribute === undefined ? naming?.ref : naming?.attributes?.[attribute];
    if (naming === undefined || given === undefined) throw new Error(`Terraform has no form of ${text}.`);
    return `${naming.type}.${snakeCase(name)}.${given}`;
  }

  function substituted(text: string): string {
    return text
      .split(/(\$\{[^}]+\})/)
      .map((part, index) => (index % 2 === 0 ? literal(part) : `\${${reference(part.slice(2, -1))}}`))
      .join('');
  }

  function expression(value: Value): string {
    if (isNothing(value)) return 'null';
    if (!(value instanceof Call)) {
      if (typeof value !== 'object')
        return typeof value === 'string' ? JSON.stringify(literal(value)) : String(value);
      if (Array.isArray(value)) return `[${value.map(expression).join(', ')}]`;
      throw new Error('An object has no place in an expression.');
    }
    const { name, argument } = value;
    if (name === 'Sub') return `"${substituted(String(argument))}"`;
    if (name === 'Ref' || name === 'GetAtt') return reference(String(argument));
    const [one = '', other = '', third = ''] = Array.isArray(argument) ? argument : [];
    if (name === 'Equals') return `${expression(one)} == ${expression(other)}`;
    if (name === 'Not') return `!(${expression(one)})`;
    return `local.${snakeCase(String(one))} ? ${expression(other)} : ${expression(third)}`;
  }

  function json(value: Value): Json {
    if (typeof value === 'string') return literal(value);
    if (typeof value !== 'object') return value;
    if (value instanceof Call)
      return value.name === 'Sub' ? substituted(String(value.argument)) : `\${${expression(value)}}`;
    if (Array.isArray(value)) return value.map(json);
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, json(member)]));
  }

  return { value: json, expression };
}
