import { RE2JS } from 're2js';
import { partText } from '../model/json-text.ts';
import { ASSUMED_ID } from './certain-trust.ts';
import { documentIn } from './cli-answers.ts';
import { type DeclaredRoles, type Deployment, declaredRoles } from './declared-roles.ts';
import { namesIn } from './named-within.ts';
import { allowedValues, ownValue } from './parameter-values.ts';
import { plannedRoles } from './planned-roles.ts';
import {
  emptyTemplate,
  entriesOf,
  isJson,
  parseTemplate,
  readTemplate,
  type Template,
  type TemplateResource,
} from './read-template.ts';
import { type TerraformPlan, terraformPlan } from './terraform-plan.ts';

/** The roles of a file that somebody is asked to deploy. */
export interface RoleFile extends DeclaredRoles {
  /** Whether both halves of a role are at hand: who may come in, and what it may do then. */
  half: 'whole' | 'trust' | 'permissions';
  /** Parameters without a value that are used as an external ID and nothing else: a random one stands for them. */
  assumed: string[];
  /** Other parameters without a value: what they are used in is open until one is given. */
  unset: string[];
}

/** Where only a policy is given: a role that has it. */
export interface PolicyOnly {
  name: string;
  /** Whom a policy without a trust policy is taken to be for: an account. */
  admitted: string;
}

/**
 * Reads a CloudFormation template, a trust policy, or a permission policy, as JSON or YAML, or a plan of Terraform. Never throws: what is none
 * of these comes back as a problem, one phrase in words.
 */
export function readRoleFile(
  text: string,
  deployment: Deployment,
  only: PolicyOnly,
): RoleFile | { problem: string } {
  const planned = terraformPlan(text);
  if (planned !== undefined) return ofPlan(planned, deployment);
  const template = readTemplate(text);
  if (!('problem' in template)) {
    if (template.resources.size > MOST_RESOURCES)
      return { problem: `it has ${template.resources.size} resources, more than any template may` };
    const wrong = wrongParameter(template, deployment.parameters);
    if (wrong !== undefined) return { problem: wrong };
    const assumed = assumedIds(template, deployment.parameters);
    const parameters = new Map([
      ...deployment.parameters,
      ...assumed.map((name) => [name, ASSUMED_ID] as const),
    ]);
    const declared = declaredRoles(template, { ...deployment, parameters });
    return declared.roles.length + declared.open.length + declared.unjudged.length === 0
      ? { problem: 'it makes no role (AWS::IAM::Role)' }
      : { ...declared, half: 'whole', assumed, unset: unsetIn(template, parameters) };
  }
  const policy = policyIn(text);
  if (policy === undefined && isPolicyAlone(text)) return { problem: OF_POLICY_ALONE };
  if (policy === undefined)
    return { problem: `as a template, ${template.problem}; and it is no policy with a Statement` };
  if (isOfResource(policy)) return { problem: OF_RESOURCE };
  return ofPolicy(policy, deployment, only);
}

function ofPlan(planned: TerraformPlan, deployment: Deployment): RoleFile | { problem: string } {
  const [unknown] = deployment.parameters.keys();
  if (unknown !== undefined) return { problem: `a plan of Terraform has no parameter ${unknown}` };
  const declared = plannedRoles(planned, deployment);
  if (declared.roles.length > MOST_RESOURCES)
    return { problem: `it has ${declared.roles.length} roles, more than are judged at once` };
  return declared.roles.length + declared.open.length + declared.unjudged.length === 0
    ? { problem: 'it leaves no role (aws_iam_role)' }
    : { ...declared, half: 'whole', assumed: [], unset: [] };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const MOST_RESOURCES = 500;

/**
 * The parameters that have no value, may have any, and are used as nothing but the external ID of a trust policy. A
 * condition may ask for one besides, mostly whether it was given.
 */
function assumedIds(template: Template, given: ReadonlyMap<string, string>): string[] {
  const asId = new Set<string>();
  const elsewhere = new Set<string>();
  // A template may refer to itself, and to one part from many places.
  const seen = { asId: new Set<unknown>(), elsewhere: new Set<unknown>() };
  const left = [...template.resources.values()].map(({ properties }) => ({
    node: Object.fromEntries(properties ?? []) as unknown,
    isId: false,
  }));
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { node, isId } = next;
    const before = isId ? seen.asId : seen.elsewhere;
    if (typeof node !== 'object' || node === null || before.has(node)) continue;
    before.add(node);
    for (const [key, value] of Object.entries(node)) {
      const document = key === 'Fn::Sub' ? jsonIn(value) : undefined;
      if (document !== undefined) {
        left.push({ node: document, isId });
        continue;
      }
      for (const name of namesIn(key, value)) (isId ? asId : elsewhere).add(name);
      left.push({ node: value, isId: isId || key.toLowerCase() === 'sts:externalid' });
    }
  }
  return [...template.parameters]
    .flatMap(([name, declared]) =>
      given.has(name) || !mayBeRandom(entriesOf(declared)) || !asId.has(name) || elsewhere.has(name)
        ? []
        : [name],
    )
    .sort();
}

function unsetIn({ parameters }: Template, given: ReadonlyMap<string, string>): string[] {
  return [...parameters]
    .flatMap(([name, declared]) => (given.has(name) || ownValue(declared) !== undefined ? [] : [name]))
    .sort();
}

function wrongParameter({ parameters }: Template, given: ReadonlyMap<string, string>): string | undefined {
  for (const [name, value] of given) {
    if (!parameters.has(name)) return `it has no parameter ${name}`;
    const allowed = allowedValues(parameters.get(name));
    if (allowed.length > 0 && !allowed.includes(value))
      return `its parameter ${name} takes only some values, and not the one that was given`;
  }
  return undefined;
}

/** The document that Fn::Sub fills values into, each of its texts by an Fn::Sub of its own; undefined for other texts. */
function jsonIn(text: unknown): object | undefined {
  if (typeof text !== 'string' || !isJson(text)) return undefined;
  try {
    return JSON.parse(text, (key, value: unknown) => {
      if (key.includes('${')) throw new SyntaxError('what is filled in may be any key');
      return typeof value === 'string' ? { 'Fn::Sub': value } : value;
    });
  } catch {
    return undefined;
  }
}

/** Whether a parameter has no value yet, and takes a UUID for one, as far as it says. */
function mayBeRandom(declared: ReadonlyMap<string, unknown>): boolean {
  const length = (key: string) => Number(declared.get(key) ?? ASSUMED_ID.length);
  return (
    !declared.has('Default') &&
    !declared.has('AllowedValues') &&
    partText(declared.get('Type') ?? 'String') === 'String' &&
    length('MaxLength') >= ASSUMED_ID.length &&
    length('MinLength') <= ASSUMED_ID.length &&
    followsPattern(declared.get('AllowedPattern'))
  );
}

const LONGEST_PATTERN = 1000;

/** CloudFormation takes a value that all of it follows. A pattern that cannot be read is followed by none. */
function followsPattern(pattern: unknown): boolean {
  if (pattern === undefined) return true;
  const text = partText(pattern);
  try {
    return text.length <= LONGEST_PATTERN && RE2JS.compile(text).matches(ASSUMED_ID);
  } catch {
    return false;
  }
}

const OF_POLICY_ALONE =
  'it is what get-policy prints, which says nothing of what the policy allows: give what get-policy-version prints';

/** What `aws iam get-policy` prints, which has a policy's version and not its document. */
function isPolicyAlone(text: string): boolean {
  try {
    return entriesOf(entriesOf(parseTemplate(text)).get('Policy')).has('DefaultVersionId');
  } catch {
    return false;
  }
}

const OF_RESOURCE =
  'it names a Principal, and what only the policy of a resource does (a bucket, a key): a trust policy names a Principal and actions of sts, a permission policy a Resource and no Principal';

/** Whether a policy that admits somebody gives something else than a role to assume. */
function isOfResource(policy: Record<string, unknown>): boolean {
  const statements = [policy.Statement].flat().map(entriesOf);
  const actions = statements.flatMap((one) => [one.get('Action') ?? one.get('NotAction') ?? []].flat());
  return (
    statements.some(namesPrincipal) &&
    (statements.some((one) => one.has('Resource') || one.has('NotResource')) ||
      !actions.some((action) => /^(?:sts:|[^:]*[*?])/i.test(partText(action))))
  );
}

function namesPrincipal(statement: ReadonlyMap<string, unknown>): boolean {
  return [...statement.keys()].some((key) => /^(?:not)?principal$/i.test(key));
}

function policyIn(text: string): Record<string, unknown> | undefined {
  try {
    const policy = entriesOf(documentIn(parseTemplate(text)));
    const isPolicy = policy.has('Statement') && [policy.get('Statement')].flat().length > 0;
    return isPolicy ? Object.fromEntries(policy) : undefined;
  } catch {
    return undefined;
  }
}

/** The role that has the policy, as a template would make it: what it takes from elsewhere when it is made is open. */
function ofPolicy(policy: Record<string, unknown>, deployment: Deployment, only: PolicyOnly): RoleFile {
  const { name, admitted } = only;
  const isTrust = [policy.Statement].flat().map(entriesOf).some(namesPrincipal);
  const properties: Array<[string, unknown]> = isTrust
    ? [['AssumeRolePolicyDocument', policy]]
    : [
        ['AssumeRolePolicyDocument', trustOf(`arn:${deployment.partition}:iam::${admitted}:root`)],
        ['Policies', [{ PolicyName: name, PolicyDocument: policy }]],
      ];
  const role: TemplateResource = { type: 'AWS::IAM::Role', condition: null, properties: new Map(properties) };
  const { roles, open, ...rest } = declaredRoles(
    { ...emptyTemplate(), resources: new Map([['Role', role]]) },
    deployment,
  );
  return {
    ...rest,
    half: isTrust ? 'trust' : 'permissions',
    roles: roles.map((one) => ({ ...one, logicalId: name, name })),
    open: open.map((place) => place.replace(WITHIN_POLICY, '')),
    assumed: [],
    unset: [],
  };
}

const WITHIN_POLICY = /^Resources\.Role\.Properties\.(?:AssumeRolePolicyDocument|Policies\[0\])\.?/;

function trustOf(principal: string) {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: principal },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': ASSUMED_ID } },
      },
    ],
  };
}
