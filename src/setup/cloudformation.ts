import { Document, isCollection, type Node, Pair, YAMLMap, YAMLSeq } from 'yaml';
import { Call, type Parameter, type Resource, type Template } from './template.ts';

/** The template as CloudFormation reads it: YAML with functions in their short form. */
export function cloudFormation(template: Template, heading: string): string {
  const { description, parameters, groups, conditions, resources, outputs } = template;
  // CloudFormation reads YAML 1.1, in which `on` and `0755` mean something else.
  const document = new Document(undefined, { version: '1.1' });
  document.contents = nodeOf(document, {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: description,
    Metadata: { 'AWS::CloudFormation::Interface': interfaceOf(groups, parameters) },
    Parameters: mapped(parameters, parameterOf),
    ...(Object.keys(conditions).length === 0 ? {} : { Conditions: conditions }),
    Resources: mapped(resources, resourceOf),
    Outputs: mapped(outputs, ({ description: Description, value: Value }) => ({ Description, Value })),
  });
  document.commentBefore = heading
    .split('\n')
    .map((line) => ` ${line}`)
    .join('\n');
  return document.toString({ lineWidth: 110, directives: false });
}

function interfaceOf(groups: Template['groups'], parameters: Template['parameters']) {
  return {
    ParameterGroups: Object.entries(groups).map(([label, names]) => ({
      Label: { default: label },
      Parameters: names,
    })),
    ParameterLabels: mapped(parameters, ({ label }) => ({ default: label })),
  };
}

function parameterOf(parameter: Parameter) {
  const { type = 'String', description, allowed, pattern, constraint, least, most, secret } = parameter;
  return {
    Type: type,
    Description: description,
    ...(parameter.default === undefined ? {} : { Default: parameter.default }),
    ...(allowed === undefined ? {} : { AllowedValues: allowed }),
    ...(pattern === undefined ? {} : { AllowedPattern: pattern }),
    ...(constraint === undefined ? {} : { ConstraintDescription: constraint }),
    ...(least === undefined ? {} : { MinValue: least }),
    ...(most === undefined ? {} : { MaxValue: most }),
    ...(secret === undefined ? {} : { NoEcho: true }),
  };
}

function resourceOf({ type, properties, condition, keep, metadata }: Resource) {
  const kept = keep ? 'Retain' : 'Delete';
  return {
    Type: type,
    ...(condition === undefined ? {} : { Condition: condition }),
    ...(keep === undefined ? {} : { DeletionPolicy: kept, UpdateReplacePolicy: kept }),
    ...(metadata === undefined ? {} : { Metadata: metadata }),
    Properties: properties,
  };
}

function mapped<T, U>(of: Record<string, T>, each: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(of).map(([name, value]) => [name, each(value)]));
}

/** The nodes of a value, functions as tags: `!Ref Name`, `!If [Condition, one, other]`. */
function nodeOf(document: Document, value: unknown): Node {
  if (value instanceof Call) {
    const node = nodeOf(document, value.argument);
    if (isCollection(node)) node.flow = value.name !== 'If';
    node.tag = `!${value.name}`;
    return node;
  }
  if (Array.isArray(value)) {
    const list = new YAMLSeq();
    for (const item of value) list.add(nodeOf(document, item));
    return list;
  }
  if (typeof value !== 'object' || value === null) return document.createNode(value);
  const map = new YAMLMap();
  for (const [key, member] of Object.entries(value))
    map.add(new Pair(document.createNode(key), nodeOf(document, member)));
  return map;
}
